import type { Role } from './view.ts';

/** What a role may allow. An endpoint with the guard `role` names the one it needs. */
export const permissions = Object.freeze([
  'users.read',
  'users.lock',
  'users.sessions.end',
  'users.two_factor.reset',
  'users.two_factor.approve',
  'users.verification.resend',
  'users.password_reset.start',
  'users.roles.change',
  'audit.read',
  'audit.export',
  'integrations.read',
  'integrations.use',
  'alerts.send',
  'status.read',
] as const);

export type Permission = (typeof permissions)[number];

/** THE table: who may do what. Nobody may act on somebody who may do more. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = Object.freeze({
  USER: [],
  BILLING_ADMIN: [],
  SUPPORT: [
    'users.read',
    'users.sessions.end',
    'users.two_factor.reset',
    'users.verification.resend',
    'users.password_reset.start',
    'integrations.read',
    'status.read',
  ],
  ADMIN: permissions,
});

/** Everything that somebody with these roles may do; a role nobody knows allows nothing. */
export function permissionsOf(roles: readonly string[]): readonly Permission[] {
  const allowed = new Set(
    Object.entries(rolePermissions)
      .filter(([role]) => roles.includes(role))
      .flatMap(([, some]) => some),
  );
  return permissions.filter((permission) => allowed.has(permission));
}

export function isPermitted(roles: readonly string[], permission: Permission): boolean {
  return permissionsOf(roles).includes(permission);
}

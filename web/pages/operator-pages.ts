import type { Permission } from '../../src/core/roles/permissions.ts';
import type { Me } from '../session.ts';

/** A person with one of these looks after the outside services, or may use them. */
export const operatorPermissions: readonly Permission[] = [
  'integrations.read',
  'integrations.use',
  'status.read',
];

/** Whether the pages about the system are for this person; everybody else sees their account. */
export function seesOperations({ permissions }: Pick<Me, 'permissions'>): boolean {
  return operatorPermissions.some((permission) => permissions.includes(permission));
}

import { isStaffFor } from '../../core/roles/require-permission.ts';
import type { SignedIn } from '../../core/sessions/session.ts';

/** Whose calls somebody is told of: their own, or everybody's with the permission `integrations.read`. */
export function scopeFor(signedIn: SignedIn, now: Date) {
  return isStaffFor(signedIn, { permission: 'integrations.read', method: 'GET' }, now)
    ? { scope: 'all' as const, ownerId: null }
    : { scope: 'own' as const, ownerId: signedIn.account.id };
}

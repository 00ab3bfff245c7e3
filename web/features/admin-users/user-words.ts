import type { Role } from '../../../src/core/roles/view.ts';
import { t } from '../../text.ts';
import { dayText } from '../../ui/day-text.ts';
import type { User } from './users.ts';

export const roles: readonly Role[] = Object.freeze(['USER', 'SUPPORT', 'BILLING_ADMIN', 'ADMIN']);

/** What each role is for. */
export function roleHints(): Readonly<Record<Role, string>> {
  return {
    USER: t('Their own account, like everybody.'),
    SUPPORT: t('Sees users, ends sessions, sends links, asks for resets.'),
    BILLING_ADMIN: t('No more than USER as yet.'),
    ADMIN: t('Everything, also roles and the audit trail.'),
  };
}

/** How the account stands, in a word or two. */
export function statusText({ status, deletes_at: deletesAt }: User): string {
  if (status === 'leaving' && deletesAt !== null) {
    return t('To be deleted on {day}', { day: dayText(deletesAt) });
  }
  if (status === 'locked' && deletesAt !== null) {
    return t('Locked, deletion pending');
  }
  return { active: t('Active'), locked: t('Locked'), leaving: t('Deletion pending') }[status];
}

/** Roles beside the one that everybody has. */
export function extraRoles({ roles: all }: Pick<User, 'roles'>): readonly Role[] {
  return all.filter((role) => role !== 'USER');
}

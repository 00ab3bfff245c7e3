import type { Permission } from '../../../src/core/roles/permissions.ts';
import * as contract from '../../../src/features/admin-users/contract.ts';
import type { Reply } from '../../api.ts';
import { roleCall } from '../../role-call.ts';
import { t } from '../../text.ts';
import type { Question } from '../../ui/confirm-dialog.tsx';
import type { Shown } from './users.ts';

/** Something that may be done to somebody, with the words before and after. */
export interface AdminAction extends Question {
  /** With `{email}` where the account's address stands. */
  readonly text: string;
  readonly permission: Permission;
  /** It fits how the account stands. */
  readonly fits: boolean;
  readonly done: string;
  readonly act: () => Promise<Reply<unknown>>;
}

type Spec = (typeof contract)[
  | 'lockUser'
  | 'unlockUser'
  | 'endUserSessions'
  | 'resendUserVerification'
  | 'startPasswordReset'
  | 'requestTwoFactorReset'
  | 'approveTwoFactorReset'
  | 'withdrawTwoFactorReset'];

/** Everything but the roles, in the order in which it is shown. */
export function adminActionsFor(user: Shown, myId: string): readonly AdminAction[] {
  const act =
    (spec: Spec, body: object = {}) =>
    async () =>
      await roleCall(spec, body, { params: { id: user.id } });
  return [
    ...accountActions(user, act),
    ...emailActions(user, act),
    ...factorActions(user, myId, act),
  ];
}

type ActOf = (spec: Spec, body?: object) => AdminAction['act'];

function accountActions({ status, sessions }: Shown, act: ActOf): AdminAction[] {
  const isLocked = status === 'locked';
  return [
    {
      permission: 'users.lock',
      fits: status !== 'locked',
      label: t('Lock account'),
      title: t('Lock this account?'),
      text: t(
        '{email} is signed out everywhere now, and nobody can sign in to it until it is unlocked. They are told by mail.',
      ),
      done: t('The account is locked.'),
      act: act(contract.lockUser),
    },
    {
      permission: 'users.lock',
      fits: status !== 'leaving',
      kind: 'primary',
      label: isLocked ? t('Unlock account') : t('Forgive failed sign-ins'),
      title: isLocked ? t('Unlock this account?') : t('Forgive the failed sign-ins?'),
      text: isLocked
        ? t('{email} can sign in again, and earlier failures are forgiven. They are told by mail.')
        : t(
            '{email} need not wait any longer after wrong passwords or codes. They are told by mail.',
          ),
      done: isLocked ? t('The account is unlocked.') : t('The failures are forgiven.'),
      act: act(contract.unlockUser),
    },
    {
      permission: 'users.sessions.end',
      fits: sessions > 0,
      label: t('End all sessions'),
      title: t('End all their sessions?'),
      text: t(
        '{email} is signed out in every browser and has to sign in again. They are told by mail.',
      ),
      done: t('Their sessions have ended.'),
      act: act(contract.endUserSessions),
    },
  ];
}

function emailActions({ status, email_verified_at: at }: Shown, act: ActOf): AdminAction[] {
  return [
    {
      permission: 'users.verification.resend',
      fits: at === null && status === 'active',
      kind: 'primary',
      label: t('Send the confirmation again'),
      title: t('Send the link that confirms the address?'),
      text: t('It goes to {email}. Links that were sent before stop working.'),
      done: t('The link is on its way.'),
      act: act(contract.resendUserVerification),
    },
    {
      permission: 'users.password_reset.start',
      fits: status === 'active',
      kind: 'primary',
      label: t('Send a password link'),
      title: t('Send a link to choose a new password?'),
      text: t('It goes to {email}, who alone chooses the password. The old one works until then.'),
      done: t('The link is on its way.'),
      act: act(contract.startPasswordReset),
    },
  ];
}

function factorActions(user: Shown, myId: string, act: ActOf): AdminAction[] {
  const { two_factor_reset: reset } = user;
  return [
    {
      permission: 'users.two_factor.reset',
      fits: user.two_factor_enabled && reset === null && user.status !== 'leaving',
      label: t('Reset two-factor'),
      title: t('Ask for their second factor to be removed?'),
      text: t(
        '{email} is told by mail and can cancel it. It is removed after 24 hours, or once a second person approves. Be sure who asked you.',
      ),
      done: t('The reset was asked for.'),
      act: act(contract.requestTwoFactorReset),
    },
    {
      permission: 'users.two_factor.approve',
      fits: reset !== null && reset.requested_by !== myId,
      label: t('Approve the reset'),
      title: t('Remove their second factor now?'),
      text: t('From now on {email} signs in with the password alone. They are told by mail.'),
      done: t('The second factor is removed.'),
      act: act(contract.approveTwoFactorReset, { reset_id: reset?.id }),
    },
    {
      permission: 'users.two_factor.reset',
      fits: reset !== null,
      kind: 'primary',
      label: t('Withdraw the reset'),
      title: t('Take the reset back?'),
      text: t('The second factor of {email} stays on. They are told by mail.'),
      done: t('The reset was taken back.'),
      act: act(contract.withdrawTwoFactorReset),
    },
  ];
}

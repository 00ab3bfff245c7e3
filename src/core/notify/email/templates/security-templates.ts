import type { LetterView, Template, Templates } from './content.ts';

/** Something about the account's safety changed: what, and where to look at it. */
function notice(
  subject: (view: LetterView) => string,
  paragraphs: (view: LetterView) => readonly string[],
): Template {
  return (view) => ({
    subject: `${subject(view)} – ${view.brandName}`,
    heading: subject(view),
    paragraphs: paragraphs(view),
    action: { label: 'Look at your security', url: view.page('/settings/security') },
    details: view.details,
    otherwise: notYou(view),
  });
}

/** A new password ends what somebody else may have begun. */
function notYou({ page }: LetterView): string {
  return `If it was not you, choose a new password at once at ${page('/forgot-password')} and then look at where you are signed in at ${page('/settings/sessions')}`;
}

function leftOver(left: number | null): string {
  if (left === null) {
    return 'It cannot be used again.';
  }
  return left === 0
    ? 'It was the last one: make new ones now.'
    : `It cannot be used again. ${left} ${left === 1 ? 'is' : 'are'} left.`;
}

/** Letters about what protects an account. */
export const securityTemplates: Templates<
  | 'password_changed'
  | 'two_factor_on'
  | 'two_factor_off'
  | 'backup_code_used'
  | 'backup_codes_renewed'
  | 'new_device'
  | 'account_locked'
  | 'phone_changed'
  | 'two_factor_reset_pending'
  | 'admin_action'
> = Object.freeze({
  password_changed: notice(
    () => 'Your password was changed',
    ({ facts }) => [
      'From now on only the new password opens your account.',
      ...(facts.cleared
        ? [
            'Your address was not confirmed until now, so whatever was set up before has ended: every sign-in, two-factor sign-in and the phone number.',
          ]
        : []),
    ],
  ),
  two_factor_on: notice(
    () => 'Two-factor sign-in is on',
    () => ['Signing in now takes your password and a code from your authenticator app.'],
  ),
  two_factor_off: notice(
    () => 'Two-factor sign-in is off',
    () => ['Your password alone now opens your account. You can turn it on again at any time.'],
  ),
  backup_code_used: notice(
    () => 'A backup code was used',
    ({ facts }) => [`One of your backup codes was used. ${leftOver(facts.left)}`],
  ),
  backup_codes_renewed: notice(
    () => 'You have new backup codes',
    () => ['The backup codes you had before no longer work. Keep the new ones in a safe place.'],
  ),
  new_device: (view) => ({
    subject: `New sign-in – ${view.brandName}`,
    heading: 'New sign-in',
    paragraphs: [
      `Your account at ${view.brandName} was opened with a browser that we had not seen before.`,
      'If it was you, there is nothing to do.',
    ],
    action: { label: 'See where you are signed in', url: view.page('/settings/sessions') },
    details: view.details,
    otherwise: notYou(view),
  }),
  account_locked: (view) => ({
    subject: `Sign-in is locked for a while – ${view.brandName}`,
    heading: 'Sign-in is locked for a while',
    paragraphs: [
      'There were too many wrong attempts in a row, so nobody can try again for a while. Nothing else has changed.',
      'If it was you, wait a little, or choose a new password.',
    ],
    action: { label: 'Choose a new password', url: view.page('/forgot-password') },
    details: view.details,
    otherwise:
      'If it was not you, somebody is guessing. The lock keeps them out; a long password that you use nowhere else does too.',
  }),
  phone_changed: notice(
    () => 'Your phone number was changed',
    () => ['The phone number of your account is not the one it was.'],
  ),
  two_factor_reset_pending: (view) => ({
    subject: `Two-factor sign-in is about to be turned off – ${view.brandName}`,
    heading: 'Two-factor sign-in is about to be turned off',
    paragraphs: [
      'An administrator was asked to turn off two-factor sign-in for your account, as is done for people who have lost their authenticator and their backup codes.',
      view.facts.resetsAt
        ? `It happens a day after this letter was sent, not before ${view.facts.resetsAt}, or sooner when a second administrator agrees.`
        : 'It happens when a second administrator agrees.',
    ],
    action: {
      label: 'Stop it',
      url: view.link('/cancel-reset'),
      note: 'Nothing is turned off then, and you sign in as ever.',
    },
    details: view.details.filter(([label]) => label === 'When'),
    otherwise:
      'If you did not ask for it, stop it with the button above, and choose a new password.',
  }),
  admin_action: (view) => ({
    subject: `An administrator changed your account – ${view.brandName}`,
    heading: 'An administrator changed your account',
    paragraphs: [view.facts.deed ?? 'The settings of your account were changed.'],
    action: view.facts.isShut
      ? null
      : { label: 'Look at your security', url: view.page('/settings/security') },
    // From where an administrator works is nobody's business.
    details: view.details.filter(([label]) => label === 'When'),
    otherwise: 'If you did not expect this, ask whoever runs this service.',
  }),
});

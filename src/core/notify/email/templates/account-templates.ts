import { mailTokenLimits } from '../../../tokens/limits.ts';
import type { Templates } from './content.ts';
import { spellDuration } from './spell.ts';

const once = (seconds: number) => `The link works once, for ${spellDuration(seconds)}.`;

/** Letters about having an account at all. */
export const accountTemplates: Templates<
  | 'verify_email'
  | 'address_taken'
  | 'address_confirmed'
  | 'reset_password'
  | 'leaving'
  | 'staying'
  | 'locked_by_staff'
> = Object.freeze({
  verify_email: ({ brandName, details, link }) => ({
    subject: `Confirm your e-mail address for ${brandName}`,
    heading: 'Confirm your e-mail address',
    paragraphs: [
      `This address was given for an account at ${brandName}. Confirm it, and you can get back in by e-mail when a password is lost.`,
    ],
    action: {
      label: 'Confirm address',
      url: link('/verify-email'),
      note: once(mailTokenLimits.verify_email.lifetimeSeconds),
    },
    details,
    otherwise:
      'If it was not you, somebody else chose a password for your address. Do nothing, and the address stays unconfirmed; or open the link and choose a password of your own instead.',
  }),
  address_confirmed: ({ brandName, details, page }) => ({
    subject: `Your e-mail address is confirmed – ${brandName}`,
    heading: 'Your e-mail address is confirmed',
    paragraphs: [
      'It was confirmed in a browser that was not signed in. So whatever was set up before has ended: every sign-in, two-factor sign-in and the phone number.',
      'The password that was chosen when the account was made still opens it. If you made the account, sign in and set up the rest again.',
    ],
    action: { label: 'Sign in', url: page('/login') },
    details,
    otherwise: `If you did not choose that password, somebody else did. Choose your own at once at ${page('/forgot-password')}`,
  }),
  address_taken: ({ brandName, details, page }) => ({
    subject: `You already have an account at ${brandName}`,
    heading: 'You already have an account',
    paragraphs: [
      `Somebody tried to register at ${brandName} with this address. There is an account with it, so no second one was made.`,
      `If it was you, sign in. If you do not know your password any more, choose a new one at ${page('/forgot-password')}`,
    ],
    action: { label: 'Sign in', url: page('/login') },
    details,
    otherwise: 'If it was not you, do nothing: nothing has changed, and nobody was let in.',
  }),
  reset_password: ({ brandName, details, link }) => ({
    subject: `Choose a new password for ${brandName}`,
    heading: 'Choose a new password',
    paragraphs: [`Somebody asked for a new password for your account at ${brandName}.`],
    action: {
      label: 'Choose a password',
      url: link('/reset-password'),
      note: once(mailTokenLimits.reset_password.lifetimeSeconds),
    },
    details,
    otherwise: 'If it was not you, do nothing: your password stays as it is.',
  }),
  leaving: ({ brandName, details, facts, link }) => ({
    subject: `Your account at ${brandName} is about to be deleted`,
    heading: 'Your account is about to be deleted',
    paragraphs: [
      ...(facts.isAsked
        ? ['Somebody asked for a new password, or tried to register with this address.']
        : []),
      facts.deletesAt
        ? `You asked to delete your account. It is deleted for good on ${facts.deletesAt}.`
        : `You asked to delete your account. It is deleted for good in ${spellDuration(mailTokenLimits.keep_account.lifetimeSeconds)}.`,
      facts.isAsked
        ? 'Nobody can sign in to it until it is kept. Keep it first, and then choose a new password if you need one.'
        : 'Until then you can change your mind.',
    ],
    action: { label: 'Keep my account', url: link('/keep-account') },
    details,
    otherwise:
      'If it was not you, keep the account with the button above, and choose a new password.',
  }),
  staying: ({ brandName, details, page }) => ({
    subject: `Your account at ${brandName} stays`,
    heading: 'Your account stays',
    paragraphs: [
      'It is not deleted after all. Good to have you.',
      `Sign in as before. If that is refused, choose a new password at ${page('/forgot-password')}`,
    ],
    action: { label: 'Sign in', url: page('/login') },
    details,
    otherwise: `If it was not you, choose a new password at ${page('/forgot-password')}`,
  }),
  locked_by_staff: ({ brandName, details }) => ({
    subject: `Your account at ${brandName} is locked`,
    heading: 'Your account is locked',
    paragraphs: [
      'Somebody asked for a new password, or tried to register with this address.',
      'An administrator has locked your account. A new password would not open it, so there is no link in this e-mail. Ask the operator of this service to unlock it.',
    ],
    action: null,
    details,
    otherwise: 'If it was not you, do nothing: nothing has changed, and nobody was let in.',
  }),
});

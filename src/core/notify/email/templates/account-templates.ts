import { mailTokenLimits } from '../../../tokens/limits.ts';
import type { Templates } from './content.ts';
import { spellDuration } from './spell.ts';

const once = {
  en: (seconds: number) => `The link works once, for ${spellDuration(seconds, 'en')}.`,
  de: (seconds: number) => `Der Link gilt einmal, und zwar ${spellDuration(seconds, 'de')} lang.`,
};

/** A fragment is sent to no server; the page names the account to a password manager by it. */
const naming = (url: string, recipient: string) => `${url}#for=${encodeURIComponent(recipient)}`;

/** Emails about having an account at all. */
export const accountTemplates: Templates<
  | 'verify_email'
  | 'address_taken'
  | 'address_confirmed'
  | 'reset_password'
  | 'leaving'
  | 'staying'
  | 'locked_by_staff'
> = Object.freeze({
  verify_email: {
    en: ({ brandName, details, link }) => ({
      subject: `Confirm your e-mail address for ${brandName}`,
      heading: 'Confirm your e-mail address',
      paragraphs: [
        `This address was given for an account at ${brandName}. Confirm it, and you can get back in by e-mail when a password is lost.`,
      ],
      action: {
        label: 'Confirm address',
        url: link('/verify-email'),
        note: once.en(mailTokenLimits.verify_email.lifetimeSeconds),
      },
      details,
      otherwise:
        'If it was not you, somebody else chose a password for your address. Do nothing, and the address stays unconfirmed; or open the link and choose a password of your own instead.',
    }),
    de: ({ brandName, details, link }) => ({
      subject: `Bestätigen Sie Ihre E-Mail-Adresse für ${brandName}`,
      heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        `Diese Adresse wurde für ein Konto bei ${brandName} angegeben. Bestätigen Sie sie, dann kommen Sie per E-Mail wieder hinein, wenn ein Passwort verloren geht.`,
      ],
      action: {
        label: 'Adresse bestätigen',
        url: link('/verify-email'),
        note: once.de(mailTokenLimits.verify_email.lifetimeSeconds),
      },
      details,
      otherwise:
        'Wenn Sie das nicht waren, hat jemand anderes ein Passwort für Ihre Adresse gewählt. Tun Sie nichts, dann bleibt die Adresse unbestätigt; oder öffnen Sie den Link und wählen Sie stattdessen ein eigenes Passwort.',
    }),
  },
  address_confirmed: {
    en: ({ brandName, details, page }) => ({
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
    de: ({ brandName, details, page }) => ({
      subject: `Ihre E-Mail-Adresse ist bestätigt – ${brandName}`,
      heading: 'Ihre E-Mail-Adresse ist bestätigt',
      paragraphs: [
        'Sie wurde in einem Browser bestätigt, der nicht angemeldet war. Darum ist alles beendet, was vorher eingerichtet war: jede Anmeldung, die Zwei-Faktor-Anmeldung und die Telefonnummer.',
        'Das Passwort, das beim Anlegen des Kontos gewählt wurde, gilt weiter. Wenn Sie das Konto angelegt haben, melden Sie sich an und richten Sie den Rest neu ein.',
      ],
      action: { label: 'Anmelden', url: page('/login') },
      details,
      otherwise: `Wenn nicht Sie dieses Passwort gewählt haben, war es jemand anderes. Wählen Sie sofort ein eigenes auf ${page('/forgot-password')}`,
    }),
  },
  address_taken: {
    en: ({ brandName, details, page }) => ({
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
    de: ({ brandName, details, page }) => ({
      subject: `Sie haben schon ein Konto bei ${brandName}`,
      heading: 'Sie haben schon ein Konto',
      paragraphs: [
        `Jemand wollte sich mit dieser Adresse bei ${brandName} registrieren. Es gibt dazu schon ein Konto, also wurde kein zweites angelegt.`,
        `Wenn Sie das waren, melden Sie sich an. Wenn Sie Ihr Passwort nicht mehr wissen, wählen Sie ein neues auf ${page('/forgot-password')}`,
      ],
      action: { label: 'Anmelden', url: page('/login') },
      details,
      otherwise:
        'Wenn Sie das nicht waren, tun Sie nichts: Es hat sich nichts geändert, und niemand wurde eingelassen.',
    }),
  },
  reset_password: {
    en: ({ brandName, recipient, details, link }) => ({
      subject: `Choose a new password for ${brandName}`,
      heading: 'Choose a new password',
      paragraphs: [`Somebody asked for a new password for your account at ${brandName}.`],
      action: {
        label: 'Choose a password',
        url: link('/reset-password'),
        buttonUrl: naming(link('/reset-password'), recipient),
        note: once.en(mailTokenLimits.reset_password.lifetimeSeconds),
      },
      details,
      otherwise: 'If it was not you, do nothing: your password stays as it is.',
    }),
    de: ({ brandName, recipient, details, link }) => ({
      subject: `Wählen Sie ein neues Passwort für ${brandName}`,
      heading: 'Wählen Sie ein neues Passwort',
      paragraphs: [`Für Ihr Konto bei ${brandName} wurde ein neues Passwort angefordert.`],
      action: {
        label: 'Passwort wählen',
        url: link('/reset-password'),
        buttonUrl: naming(link('/reset-password'), recipient),
        note: once.de(mailTokenLimits.reset_password.lifetimeSeconds),
      },
      details,
      otherwise: 'Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    }),
  },
  leaving: {
    en: ({ brandName, details, facts, link }) => ({
      subject: `Your account at ${brandName} is about to be deleted`,
      heading: 'Your account is about to be deleted',
      paragraphs: [
        ...(facts.isAsked
          ? ['Somebody asked for a new password, or tried to register with this address.']
          : []),
        facts.deletesAt
          ? `You asked to delete your account. It is deleted for good on ${facts.deletesAt}.`
          : `You asked to delete your account. It is deleted for good in ${spellDuration(mailTokenLimits.keep_account.lifetimeSeconds, 'en')}.`,
        facts.isAsked
          ? 'Nobody can sign in to it until it is kept. Keep it first, and then choose a new password if you need one.'
          : 'Until then you can change your mind.',
      ],
      action: { label: 'Keep my account', url: link('/keep-account') },
      details,
      otherwise:
        'If it was not you, keep the account with the button above, and choose a new password.',
    }),
    de: ({ brandName, details, facts, link }) => ({
      subject: `Ihr Konto bei ${brandName} wird gelöscht`,
      heading: 'Ihr Konto wird gelöscht',
      paragraphs: [
        ...(facts.isAsked
          ? [
              'Jemand hat ein neues Passwort angefordert oder wollte sich mit dieser Adresse registrieren.',
            ]
          : []),
        facts.deletesAt
          ? `Sie haben die Löschung Ihres Kontos verlangt. Endgültig gelöscht wird es am ${facts.deletesAt}.`
          : `Sie haben die Löschung Ihres Kontos verlangt. Endgültig gelöscht wird es, wenn ${spellDuration(mailTokenLimits.keep_account.lifetimeSeconds, 'de')} um sind.`,
        facts.isAsked
          ? 'Bis Sie es behalten, kann sich niemand damit anmelden. Behalten Sie es zuerst, und wählen Sie dann ein neues Passwort, wenn Sie eines brauchen.'
          : 'Bis dahin können Sie es sich anders überlegen.',
      ],
      action: { label: 'Mein Konto behalten', url: link('/keep-account') },
      details,
      otherwise:
        'Wenn Sie das nicht waren, behalten Sie das Konto mit der Schaltfläche oben und wählen Sie ein neues Passwort.',
    }),
  },
  staying: {
    en: ({ brandName, details, page }) => ({
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
    de: ({ brandName, details, page }) => ({
      subject: `Ihr Konto bei ${brandName} bleibt`,
      heading: 'Ihr Konto bleibt',
      paragraphs: [
        'Es wird nun doch nicht gelöscht. Schön, dass Sie bleiben.',
        `Melden Sie sich an wie bisher. Wird das abgelehnt, wählen Sie ein neues Passwort auf ${page('/forgot-password')}`,
      ],
      action: { label: 'Anmelden', url: page('/login') },
      details,
      otherwise: `Wenn Sie das nicht waren, wählen Sie ein neues Passwort auf ${page('/forgot-password')}`,
    }),
  },
  locked_by_staff: {
    en: ({ brandName, details }) => ({
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
    de: ({ brandName, details }) => ({
      subject: `Ihr Konto bei ${brandName} ist gesperrt`,
      heading: 'Ihr Konto ist gesperrt',
      paragraphs: [
        'Jemand hat ein neues Passwort angefordert oder wollte sich mit dieser Adresse registrieren.',
        'Die Verwaltung hat Ihr Konto gesperrt. Ein neues Passwort würde es nicht öffnen, darum enthält diese E-Mail keinen Link. Bitten Sie den Betreiber dieses Dienstes, es zu entsperren.',
      ],
      action: null,
      details,
      otherwise:
        'Wenn Sie das nicht waren, tun Sie nichts: Es hat sich nichts geändert, und niemand wurde eingelassen.',
    }),
  },
});

import type { Templates } from './content.ts';
import { leftOver, lookAtSecurity, notice, notYou } from './notice.ts';
import { actionText } from './admin-actions.ts';

/** Emails about what protects an account. */
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
  password_changed: notice({
    en: ({ cleared }) => [
      'Your password was changed',
      'From now on only the new password opens your account.',
      ...(cleared
        ? [
            'Your address was not confirmed until now, so whatever was set up before has ended: every sign-in, two-factor sign-in and the phone number.',
          ]
        : []),
    ],
    de: ({ cleared }) => [
      'Ihr Passwort wurde geändert',
      'Ab jetzt öffnet nur das neue Passwort Ihr Konto.',
      ...(cleared
        ? [
            'Ihre Adresse war bis jetzt nicht bestätigt. Darum ist alles beendet, was vorher eingerichtet war: jede Anmeldung, die Zwei-Faktor-Anmeldung und die Telefonnummer.',
          ]
        : []),
    ],
  }),
  two_factor_on: notice({
    en: () => [
      'Two-factor sign-in is on',
      'Signing in now takes your password and a code from your authenticator app.',
    ],
    de: () => [
      'Die Zwei-Faktor-Anmeldung ist an',
      'Zum Anmelden braucht es jetzt Ihr Passwort und einen Code aus Ihrer Authenticator-App.',
    ],
  }),
  two_factor_off: notice({
    en: () => [
      'Two-factor sign-in is off',
      'Your password alone now opens your account. You can turn it on again at any time.',
    ],
    de: () => [
      'Die Zwei-Faktor-Anmeldung ist aus',
      'Ihr Passwort allein öffnet jetzt Ihr Konto. Sie können sie jederzeit wieder einschalten.',
    ],
  }),
  backup_code_used: notice({
    en: ({ left }) => [
      'A backup code was used',
      `One of your backup codes was used. ${leftOver.en(left)}`,
    ],
    de: ({ left }) => [
      'Ein Ersatzcode wurde verwendet',
      `Einer Ihrer Ersatzcodes wurde verwendet. ${leftOver.de(left)}`,
    ],
  }),
  backup_codes_renewed: notice({
    en: () => [
      'You have new backup codes',
      'The backup codes you had before no longer work. Keep the new ones in a safe place.',
    ],
    de: () => [
      'Sie haben neue Ersatzcodes',
      'Die bisherigen Ersatzcodes gelten nicht mehr. Bewahren Sie die neuen sicher auf.',
    ],
  }),
  new_device: {
    en: (view) => ({
      subject: `New sign-in – ${view.brandName}`,
      heading: 'New sign-in',
      paragraphs: [
        `Your account at ${view.brandName} was opened with a browser that we had not seen before.`,
        'If it was you, there is nothing to do.',
      ],
      action: { label: 'See where you are signed in', url: view.page('/settings/sessions') },
      details: view.details,
      otherwise: notYou.en(view),
    }),
    de: (view) => ({
      subject: `Neue Anmeldung – ${view.brandName}`,
      heading: 'Neue Anmeldung',
      paragraphs: [
        `Ihr Konto bei ${view.brandName} wurde mit einem Browser geöffnet, den wir noch nicht kannten.`,
        'Wenn Sie das waren, ist nichts zu tun.',
      ],
      action: { label: 'Sehen, wo Sie angemeldet sind', url: view.page('/settings/sessions') },
      details: view.details,
      otherwise: notYou.de(view),
    }),
  },
  account_locked: {
    en: (view) => ({
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
    de: (view) => ({
      subject: `Die Anmeldung ist eine Weile gesperrt – ${view.brandName}`,
      heading: 'Die Anmeldung ist eine Weile gesperrt',
      paragraphs: [
        'Es gab zu viele falsche Versuche hintereinander, darum kann es eine Weile niemand mehr versuchen. Sonst hat sich nichts geändert.',
        'Wenn Sie das waren, warten Sie ein wenig, oder wählen Sie ein neues Passwort.',
      ],
      action: { label: 'Neues Passwort wählen', url: view.page('/forgot-password') },
      details: view.details,
      otherwise:
        'Wenn Sie das nicht waren, rät jemand. Die Sperre hält ihn draußen; ein langes Passwort, das Sie sonst nirgends verwenden, tut das auch.',
    }),
  },
  phone_changed: notice({
    en: () => [
      'Your phone number was changed',
      'The phone number of your account is not the one it was.',
    ],
    de: () => [
      'Ihre Telefonnummer wurde geändert',
      'Die Telefonnummer Ihres Kontos ist nicht mehr dieselbe wie vorher.',
    ],
  }),
  two_factor_reset_pending: {
    en: ({ brandName, facts, link, momentOnly }) => ({
      subject: `Two-factor sign-in is about to be turned off – ${brandName}`,
      heading: 'Two-factor sign-in is about to be turned off',
      paragraphs: [
        'An administrator was asked to turn off two-factor sign-in for your account, as is done for people who have lost their authenticator and their backup codes.',
        facts.resetsAt
          ? `It happens a day after this e-mail was sent, not before ${facts.resetsAt}, or sooner when a second administrator agrees.`
          : 'It happens when a second administrator agrees.',
      ],
      action: {
        label: 'Stop it',
        url: link('/cancel-reset'),
        note: 'Nothing is turned off then, and you sign in as ever.',
      },
      details: momentOnly,
      otherwise:
        'If you did not ask for it, stop it with the button above, and choose a new password.',
    }),
    de: ({ brandName, facts, link, momentOnly }) => ({
      subject: `Die Zwei-Faktor-Anmeldung wird ausgeschaltet – ${brandName}`,
      heading: 'Die Zwei-Faktor-Anmeldung wird ausgeschaltet',
      paragraphs: [
        'Die Verwaltung wurde gebeten, die Zwei-Faktor-Anmeldung für Ihr Konto auszuschalten. Das geschieht für Menschen, die ihren Authenticator und ihre Ersatzcodes verloren haben.',
        facts.resetsAt
          ? `Es geschieht einen Tag, nachdem diese E-Mail verschickt wurde, nicht vor dem ${facts.resetsAt}, oder früher, wenn eine zweite Person aus der Verwaltung zustimmt.`
          : 'Es geschieht, wenn eine zweite Person aus der Verwaltung zustimmt.',
      ],
      action: {
        label: 'Verhindern',
        url: link('/cancel-reset'),
        note: 'Dann wird nichts ausgeschaltet, und Sie melden sich an wie bisher.',
      },
      details: momentOnly,
      otherwise:
        'Wenn Sie nicht darum gebeten haben, verhindern Sie es mit der Schaltfläche oben und wählen Sie ein neues Passwort.',
    }),
  },
  admin_action: {
    // From where an administrator works is nobody's business.
    en: ({ brandName, facts, page, momentOnly: details }) => ({
      subject: `An administrator changed your account – ${brandName}`,
      heading: 'An administrator changed your account',
      paragraphs: [actionText(facts, 'en')],
      action: facts.isShut ? null : { label: lookAtSecurity.en, url: page('/settings/security') },
      details,
      otherwise: 'If you did not expect this, ask the operator of this service.',
    }),
    de: ({ brandName, facts, page, momentOnly: details }) => ({
      subject: `Die Verwaltung hat Ihr Konto geändert – ${brandName}`,
      heading: 'Die Verwaltung hat Ihr Konto geändert',
      paragraphs: [actionText(facts, 'de')],
      action: facts.isShut ? null : { label: lookAtSecurity.de, url: page('/settings/security') },
      details,
      otherwise: 'Wenn Sie das nicht erwartet haben, fragen Sie den Betreiber dieses Dienstes.',
    }),
  },
});

import type { Language } from '../../../../platform/web/look.ts';
import type { EmailView } from './content.ts';
import { plainWords } from './spell.ts';

const MAX_ACTION = 300;

/** What an administrator may have done, as the outbox names it. */
export type AdminAction =
  | 'locked'
  | 'unlocked'
  | 'sessions_ended'
  | 'roles_changed'
  | 'reset_withdrawn';

const texts: Readonly<Record<Language, Readonly<Record<AdminAction, string>>>> = Object.freeze({
  en: {
    locked: 'Your account was locked. Nobody can sign in to it for now.',
    unlocked: 'Your account was unlocked. You can sign in again.',
    sessions_ended: 'You were signed out everywhere.',
    roles_changed: 'Your roles were changed to:',
    reset_withdrawn: 'The request to remove your second factor was taken back. It stays on.',
  },
  de: {
    locked: 'Ihr Konto wurde gesperrt. Vorerst kann sich niemand damit anmelden.',
    unlocked: 'Ihr Konto wurde entsperrt. Sie können sich wieder anmelden.',
    sessions_ended: 'Sie wurden überall abgemeldet.',
    roles_changed: 'Ihre Rollen sind jetzt:',
    reset_withdrawn:
      'Die Bitte, Ihren zweiten Faktor zu entfernen, wurde zurückgezogen. Er bleibt an.',
  },
});

const unknown: Readonly<Record<Language, string>> = Object.freeze({
  en: 'The settings of your account were changed.',
  de: 'Die Einstellungen Ihres Kontos wurden geändert.',
});

/** The action in a sentence. An e-mail that an older version wrote has the sentence itself, in English. */
export function actionText({ action, roles }: EmailView['facts'], language: Language): string {
  const known = Object.entries(texts[language]).find(([name]) => name === action)?.[1];
  if (known === undefined) {
    return action === '' ? unknown[language] : `${plainWords(action, MAX_ACTION)}.`;
  }
  return action === 'roles_changed' ? `${known} ${roles}.` : known;
}

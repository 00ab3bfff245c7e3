import type { Language } from '../../../../platform/web/look.ts';
import type { EmailView, Template } from './content.ts';

/** The title, then the paragraphs. */
type Told = readonly [title: string, ...paragraphs: string[]];

/** Something about the account's safety changed: what, and where to look at it. */
export function notice(told: Readonly<Record<Language, (facts: EmailView['facts']) => Told>>) {
  const inLanguage = (language: Language) => (view: EmailView) => {
    const [title, ...paragraphs] = told[language](view.facts);
    return {
      subject: `${title} – ${view.brandName}`,
      heading: title,
      paragraphs,
      action: { label: lookAtSecurity[language], url: view.page('/settings/security') },
      details: view.details,
      otherwise: notYou[language](view),
    };
  };
  return { en: inLanguage('en'), de: inLanguage('de') } satisfies Template;
}

export const lookAtSecurity: Readonly<Record<Language, string>> = Object.freeze({
  en: 'Look at your security',
  de: 'Sicherheit ansehen',
});

/** A new password ends what somebody else may have begun. */
export const notYou: Readonly<Record<Language, (view: EmailView) => string>> = Object.freeze({
  en: ({ page }) =>
    `If it was not you, choose a new password at once at ${page('/forgot-password')} and then look at where you are signed in at ${page('/settings/sessions')}`,
  de: ({ page }) =>
    `Wenn Sie das nicht waren, wählen Sie sofort ein neues Passwort auf ${page('/forgot-password')} und sehen Sie dann nach, wo Sie angemeldet sind: ${page('/settings/sessions')}`,
});

export const leftOver: Readonly<Record<Language, (left: number | null) => string>> = Object.freeze({
  en(left) {
    if (left === null) {
      return 'It cannot be used again.';
    }
    return left === 0
      ? 'It was the last one: make new ones now.'
      : `It cannot be used again. ${left} ${left === 1 ? 'is' : 'are'} left.`;
  },
  de(left) {
    if (left === null) {
      return 'Er gilt kein zweites Mal.';
    }
    return left === 0
      ? 'Es war der letzte: Machen Sie jetzt neue.'
      : `Er gilt kein zweites Mal. ${left === 1 ? 'Einer ist' : `${left} sind`} übrig.`;
  },
});

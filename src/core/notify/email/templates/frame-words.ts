import type { Language } from '../../../../platform/web/look.ts';

interface FrameWords {
  readonly help: string;
  /** Before the address of the button. */
  readonly noButton: string;
  readonly sentBy: (brandName: string) => string;
  readonly noMore: (url: string) => string;
  readonly when: string;
  readonly browser: string;
  /** "Firefox on Linux". */
  readonly on: string;
  readonly address: string;
  readonly near: string;
}

/** What every e-mail says around its own text. */
export const frameWords: Readonly<Record<Language, FrameWords>> = Object.freeze({
  en: {
    help: 'Help',
    noButton: 'If the button does not work, open',
    sentBy: (brandName) => `This e-mail was sent by ${brandName} because it concerns your account.`,
    noMore: (url) =>
      `No more mails of this kind are sent to you for up to an hour. All that happens is listed at ${url}`,
    when: 'When',
    browser: 'Browser',
    on: 'on',
    address: 'Address',
    near: 'Near',
  },
  de: {
    help: 'Hilfe',
    noButton: 'Wenn die Schaltfläche nicht geht, öffnen Sie',
    sentBy: (brandName) => `Diese E-Mail kommt von ${brandName}, weil sie Ihr Konto betrifft.`,
    noMore: (url) =>
      `Bis zu einer Stunde lang kommen keine weiteren E-Mails dieser Art. Alles, was geschieht, steht auf ${url}`,
    when: 'Wann',
    browser: 'Browser',
    on: 'auf',
    address: 'Adresse',
    near: 'In der Nähe von',
  },
});

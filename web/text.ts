import { signal } from './signal.ts';

/** English text → text in another language. Composed by a file in web/locales. */
export type Catalogue = Readonly<Record<string, string>>;

const catalogue = signal<Catalogue>({});

/** The language of the page, as its `lang` attribute has it. */
export const language = signal('en');

/** Puts another language in place of the current one; an empty catalogue is English. */
export function speak(name: string, texts: Catalogue): void {
  catalogue.value = texts;
  language.value = name;
}

type Values = Readonly<Record<string, string | number>>;

/**
 * The sentence in the page's language; one without a translation stays English. `{name}` stands for
 * the value of that name.
 */
export function t(english: string, values: Values = {}): string {
  const text = catalogue.value[english] ?? english;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * The text under a key that is no sentence, such as `RATE_LIMITED.detail`; null where the language has
 * none: English, whose sentences come from the server.
 */
export function keyed(key: string, values: Values = {}): string | null {
  return catalogue.value[key] === undefined ? null : t(key, values);
}

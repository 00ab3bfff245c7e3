import { signal } from '@preact/signals';

/** English text → text in another language. Made by a file in web/locales. */
export type Catalogue = Readonly<Record<string, string>>;

const catalogue = signal<Catalogue>({});

/** The language of the page, as its `lang` attribute has it. */
export const language = signal('en');

/** Puts another language in place of the current one; an empty catalogue is English. */
export function speak(name: string, texts: Catalogue): void {
  catalogue.value = texts;
  language.value = name;
}

/**
 * The sentence in the page's language; one without a translation stays English. `{name}` stands for
 * the value of that name.
 */
export function t(english: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = catalogue.value[english] ?? english;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

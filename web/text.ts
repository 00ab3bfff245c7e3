import { signal } from './signal.ts';

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
 * A sentence that came from the server, in the page's language. The server has put the values in
 * already, so a sentence of the catalogue with `{name}` in it fits whatever stands there.
 */
export function said(sentence: string): string {
  if (catalogue.value[sentence] !== undefined) {
    return t(sentence);
  }
  const [, count] = /^(\d+) seconds$/.exec(sentence) ?? [];
  if (count !== undefined) {
    return t('{count} seconds', { count });
  }
  for (const english of Object.keys(catalogue.value)) {
    // One that begins with a value would fit too much.
    const values = english.indexOf('{') > 0 && valuesIn(sentence, english);
    if (values) {
      return t(english, Object.fromEntries(values.map(([name, value]) => [name, said(value)])));
    }
  }
  return sentence;
}

/** What stands in the places of `{name}`; null when the rest of the sentence is another. */
function valuesIn(
  sentence: string,
  english: string,
): readonly (readonly [string, string])[] | null {
  const parts = english.split(/\{(\w+)\}/);
  const names = parts.filter((_, index) => index % 2 === 1);
  const pattern = parts
    .map((part, index) =>
      index % 2 === 1 ? '(.+)' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  const found = new RegExp(`^${pattern}$`).exec(sentence);
  return found && names.map((name, index) => [name, found[index + 1] ?? ''] as const);
}

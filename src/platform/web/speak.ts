import type { Language } from './look.ts';

/** A sentence in the reader's language, by its key where it has one; without a translation it stays English. */
export type Speak = (english: string, key?: string) => string;

type Catalogue = Readonly<Record<string, string>>;

/** The pages' own catalogues. Each is loaded by the first who reads it: no other request needs one. */
const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = Object.freeze({
  en: async () => await Promise.resolve({}),
  de: async () => (await import('../../../web/locales/de.ts')).texts,
});

export async function speakerOf(language: Language): Promise<Speak> {
  const catalogue = await catalogues[language]();
  return (english, key = english) => catalogue[key] ?? english;
}

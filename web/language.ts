import { keepChoice, readChoice } from './choice.ts';
import { speak, type Catalogue } from './text.ts';

/** English is in the code; every other language is a file in each feature, composed in locales, and a line here. */
const catalogues: Readonly<Record<string, () => Promise<Catalogue>>> = Object.freeze({
  en: async () => await Promise.resolve({}),
  de: async () => (await import('./locales/de.ts')).texts,
});

/** Every language in its own words. */
export const languageNames: Readonly<Record<string, string>> = Object.freeze({
  en: 'English',
  de: 'Deutsch',
});

const COOKIE = 'language';
const known = Object.keys(catalogues);

/** The first language that we know of those a browser prefers, most wanted first. */
export function preferredLanguage(wanted: readonly string[]): string {
  const short = wanted.map((tag) => tag.toLowerCase().split('-')[0] ?? '');
  return short.find((name) => known.includes(name)) ?? 'en';
}

/** Speaks what was chosen before, or what the browser prefers; called before anything is drawn. */
export async function takeUpLanguage(): Promise<void> {
  await use(readChoice(COOKIE, known) ?? preferredLanguage(navigator.languages));
}

/** Chooses and remembers. */
export async function chooseLanguage(name: string): Promise<void> {
  keepChoice(COOKIE, name);
  await use(name);
}

async function use(name: string): Promise<void> {
  const texts = await catalogues[name]?.().catch(() => null);
  if (texts) {
    speak(name, texts);
    document.documentElement.lang = name;
  }
}

import { signal } from './signal.ts';

import { keepChoice, readChoice } from './choice.ts';

/** Null follows the device. */
export type Theme = 'light' | 'dark' | null;

const themes = ['light', 'dark'] as const;
const COOKIE = 'theme';

/** The canvas colours of styles/tokens.css, for the browser's own bars. */
const canvas = Object.freeze({ light: '#f6f6f2', dark: '#111413' });

/** What the person chose in this browser. */
export const theme = signal<Theme>(null);

/** Takes up what was chosen before; called before anything is drawn. */
export function takeUpTheme(): void {
  show(readChoice(COOKIE, themes));
}

/** Chooses and remembers. */
export function chooseTheme(name: string): void {
  const chosen = themes.find((known) => known === name) ?? null;
  keepChoice(COOKIE, chosen);
  show(chosen);
}

function show(chosen: Theme): void {
  theme.value = chosen;
  const { dataset } = document.documentElement;
  if (chosen) {
    dataset['theme'] = chosen;
  } else {
    delete dataset['theme'];
  }
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.content = canvas[chosen ?? (meta.media.includes('dark') ? 'dark' : 'light')];
  }
}

import { language } from '../text.ts';

/** A day in the person's locale, such as "20 December 2026". */
export function dayText(at: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'long' }).format(new Date(at));
}

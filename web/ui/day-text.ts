import { locale } from './locale.ts';

/** A day in the person's locale, such as "20 December 2026". */
export function dayText(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(at));
}

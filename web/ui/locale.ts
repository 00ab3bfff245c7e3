import { language } from '../text.ts';

/**
 * How days, times and numbers are written: as the browser prefers it within the page's language, so that a page in
 * English has the days of Britain for somebody who reads en-GB.
 */
export function locale(
  wanted: readonly string[] = navigator.languages,
  spoken = language.value,
): string {
  return wanted.find((tag) => tag.toLowerCase().split('-')[0] === spoken) ?? spoken;
}

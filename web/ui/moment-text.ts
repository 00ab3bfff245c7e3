import { t } from '../text.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const units = Object.freeze([
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const);

/** "3 minutes ago", "in 6 days"; null when it is a week or more away and a date says it better. */
export function relativeText(at: Date, now: Date, locale?: string): string | null {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) >= 7 * DAY) {
    return null;
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) {
      return format.format(Math.trunc(seconds / size), unit);
    }
  }
  return seconds > 0 ? t('in less than a minute') : t('just now');
}

import type { Language } from '../../../../platform/web/look.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One and many of a unit. */
type Units = Readonly<Record<'day' | 'hour' | 'minute', readonly [one: string, many: string]>>;

const units: Readonly<Record<Language, Units>> = Object.freeze({
  en: { day: ['day', 'days'], hour: ['hour', 'hours'], minute: ['minute', 'minutes'] },
  de: { day: ['Tag', 'Tage'], hour: ['Stunde', 'Stunden'], minute: ['Minute', 'Minuten'] },
});

/** `14 days`, `24 hours`, `30 minutes`. */
export function spellDuration(seconds: number, language: Language): string {
  const [unit, name] =
    seconds > DAY
      ? ([DAY, 'day'] as const)
      : seconds >= HOUR
        ? ([HOUR, 'hour'] as const)
        : ([MINUTE, 'minute'] as const);
  const count = Math.round(seconds / unit);
  return `${count} ${units[language][name][count === 1 ? 0 : 1]}`;
}

const months: Readonly<Record<Language, readonly string[]>> = Object.freeze({
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
    ' ',
  ),
});

/** `2 January 2030 at 15:04 UTC`; empty for what is no time. By hand: making an Intl format takes longer than sending. */
export function spellTime(at: Date, language: Language): string {
  if (Number.isNaN(at.getTime())) {
    return '';
  }
  const month = months[language][at.getUTCMonth()] ?? '';
  const time = `${at.toISOString().slice(-13, -8)} UTC`;
  return language === 'de'
    ? `${at.getUTCDate()}. ${month} ${at.getUTCFullYear()} um ${time}`
    : `${at.getUTCDate()} ${month} ${at.getUTCFullYear()} at ${time}`;
}

const MAX_WORDS = 60;

/**
 * Words an attacker had a hand in, such as the name of a browser, made harmless: nothing in them can be
 * taken for markup, an address or a link, which mail programs make of anything like `evil.example`.
 */
export function plainWords(text: string, maxLength = MAX_WORDS): string {
  return text
    .replaceAll(/[^\p{L}\p{N} ,()+.'-]/gu, ' ')
    .replaceAll(/\.(?!\d)|(?<!\d)\./g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxLength);
}

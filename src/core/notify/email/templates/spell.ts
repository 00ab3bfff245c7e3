const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `14 days`, `24 hours`, `30 minutes`. */
export function spellDuration(seconds: number): string {
  const [unit, name] =
    seconds > DAY ? [DAY, 'day'] : seconds >= HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  const count = Math.round(seconds / unit);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const MONTHS: readonly string[] = Object.freeze(
  'January February March April May June July August September October November December'.split(
    ' ',
  ),
);

/** `2 January 2030 at 15:04 UTC`; empty for what is no time. By hand: making an Intl format takes longer than sending. */
export function spellTime(at: Date): string {
  if (Number.isNaN(at.getTime())) {
    return '';
  }
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
  return `${day} at ${at.toISOString().slice(-13, -8)} UTC`;
}

const MAX_WORDS = 60;

/**
 * Words a stranger had a hand in, such as the name of a browser, made harmless: nothing in them can be
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

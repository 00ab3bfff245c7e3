import { t } from '../text.ts';

/** As the server counts: Unicode code points after NFKC. */
const MIN_CHARACTERS = 15;
const MAX_CHARACTERS = 128;

/** What is still to be said about a password's length while it is typed. */
export function lengthHint(password: string): string {
  const count = Array.from(password.normalize('NFKC')).length;
  if (count === 0) {
    return t(
      'At least {count} characters. Four unrelated words are easy to remember and hard to guess.',
      { count: MIN_CHARACTERS },
    );
  }
  if (count < MIN_CHARACTERS) {
    const missing = MIN_CHARACTERS - count;
    return missing === 1
      ? t('1 more character to go.')
      : t('{count} more characters to go.', { count: missing });
  }
  return count > MAX_CHARACTERS
    ? t('At most {most} characters; this has {count}.', { most: MAX_CHARACTERS, count })
    : t('Long enough.');
}

/** As the server counts: Unicode code points after NFKC. */
const MIN_CHARACTERS = 15;
const MAX_CHARACTERS = 128;

/** What is still to be said about a password's length while it is typed. */
export function lengthHint(password: string): string {
  const count = Array.from(password.normalize('NFKC')).length;
  if (count === 0) {
    return `At least ${MIN_CHARACTERS} characters. Four unrelated words are easy to remember and hard to guess.`;
  }
  if (count < MIN_CHARACTERS) {
    const missing = MIN_CHARACTERS - count;
    return `${missing} more character${missing === 1 ? '' : 's'} to go.`;
  }
  return count > MAX_CHARACTERS
    ? `At most ${MAX_CHARACTERS} characters; this has ${count}.`
    : 'Long enough.';
}

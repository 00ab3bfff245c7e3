import { countCharacters } from './count-characters.ts';
import { passwordPolicy } from '../policy/policies.ts';

/** Why a password is refused; the reason is for the audit trail, the caller gets one sentence. */
export type Weakness = 'too_short' | 'contains_address' | 'repetitive' | 'sequence';

const SEQUENCES = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
].map((row) => row.repeat(Math.ceil((2 * passwordPolicy.maxCharacters) / row.length)));

const MIN_DISTINCT_CHARACTERS = 5;
const MIN_NAME_LENGTH = 4;

/** What makes a new password too easy to guess, or null. No composition rules (SP 800-63B-4 section 3.1.1.2). */
export function findWeakness(password: string, email: string): Weakness | null {
  if (countCharacters(password) < passwordPolicy.minCharacters) {
    return 'too_short';
  }
  const folded = password.normalize('NFKC').toLowerCase();
  if (containsAddress(folded, email)) {
    return 'contains_address';
  }
  if (new Set(folded).size < MIN_DISTINCT_CHARACTERS || isRepetition(folded)) {
    return 'repetitive';
  }
  return SEQUENCES.some((row) => row.includes(folded)) ? 'sequence' : null;
}

function containsAddress(folded: string, email: string): boolean {
  const [name = ''] = email.split('@');
  return folded.includes(email) || (name.length >= MIN_NAME_LENGTH && folded.includes(name));
}

/** "passwordpassword", "abcabcabcabcabca": one unit again and again is as weak as the unit. */
function isRepetition(folded: string): boolean {
  const half = Math.floor(folded.length / 2);
  for (let unit = 1; unit <= half; unit++) {
    if (
      folded ===
      folded
        .slice(0, unit)
        .repeat(half + 1)
        .slice(0, folded.length)
    ) {
      return true;
    }
  }
  return false;
}

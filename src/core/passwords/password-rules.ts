import { countCharacters } from './count-characters.ts';
import { passwordPolicy } from '../policy/policies.ts';

/** Why a password is refused; the reason is for the audit trail, the caller gets one sentence. */
export type Weakness = 'too_short' | 'contains_address' | 'repetitive' | 'sequence' | 'common';

const SEQUENCES = [
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  '0987654321',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
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
  if (isSequence(folded)) {
    return 'sequence';
  }
  return isPadded(folded) ? 'common' : null;
}

function isSequence(text: string): boolean {
  return SEQUENCES.some((row) => row.includes(text));
}

/** Words that open lists of leaked passwords; a number or a sign behind one is no second word. */
const COMMON_WORDS = new Set([
  'password',
  'passwort',
  'passw',
  'letmein',
  'welcome',
  'iloveyou',
  'administrator',
  'admin',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'superman',
  'batman',
  'trustno',
  'master',
  'login',
  'starwars',
  'whatever',
  'changeme',
  'secret',
  'default',
  'user',
  'test',
  'guest',
  'root',
  'qwerty',
  'azerty',
  'qwertz',
  'abc',
  'sallyport',
]);

/** "password12345678", "Letmein!!!!2024!": one common word or row of keys, padded to length. */
function isPadded(folded: string): boolean {
  const plain = lettersOf(folded);
  if (plain === '') {
    return /^[\x20-\x7e]+$/.test(folded); // digits and signs alone; a row of emoji is no such thing
  }
  const masks = { 0: 'o', 1: 'i', 3: 'e', '@': 'a', $: 's' };
  const unmasked = Object.entries(masks).reduce(
    (text, [mask, letter]) => text.replaceAll(mask, letter),
    folded,
  );
  return [plain, lettersOf(unmasked)].some(
    (word) => COMMON_WORDS.has(word) || isSequence(word) || isRepeatedWord(word),
  );
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}]/gu, '');
}

/** "passwordpassword" behind any padding. */
function isRepeatedWord(word: string): boolean {
  return [...COMMON_WORDS].some((common) => word.replaceAll(common, '') === '');
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

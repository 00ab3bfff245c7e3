import { FREQUENT_WORDS, FURTHER_WORDS, LONG_PASSWORDS } from './common-passwords.ts';
import { isSequence } from './keyboard-rows.ts';
import { unmask } from './unmask.ts';

/** Words that open lists of leaked passwords; a number or a sign behind one is no second word. */
const OPENING_WORDS = [
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
] as const;

const commonWords: ReadonlySet<string> = new Set([
  ...OPENING_WORDS,
  ...FREQUENT_WORDS,
  ...FURTHER_WORDS,
]);
const frequentWords: ReadonlySet<string> = new Set(FREQUENT_WORDS);
const longestFrequent = Math.max(...FREQUENT_WORDS.map((word) => word.length));
const shortestFrequent = Math.min(...FREQUENT_WORDS.map((word) => word.length));

/** Three of 300 words are 25 bits; four random words of a longer list are never taken apart into three. */
const MAX_GLUED_WORDS = 3;

/**
 * "password12345678", "Letmein!!!!2024!", "dragonmonkey2024!": what leaked lists hold, padded to
 * length. `folded` is the password after NFKC, in lower case.
 */
export function isCommon(folded: string): boolean {
  if (lettersOf(folded) === '') {
    return /^[\x20-\x7e]+$/.test(folded); // digits and signs alone; a row of emoji is no such thing
  }
  const spellings = [...new Set([folded, unmask(folded)])];
  return (
    spellings.some(isPaddedLongPassword) ||
    spellings
      .map(lettersOf)
      .some(
        (word) => isSequence(word) || isRepeatedCommonWord(word) || isGlued(word, MAX_GLUED_WORDS),
      )
  );
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}]/gu, '');
}

/** A whole entry of the list with nothing around it but digits and signs. */
function isPaddedLongPassword(text: string): boolean {
  return LONG_PASSWORDS.some(
    (entry) => text.includes(entry) && lettersOf(text.replace(entry, '')) === '',
  );
}

/** "passwordpassword" is as common as "password". */
function isRepeatedCommonWord(word: string): boolean {
  for (let length = 1; length <= word.length; length++) {
    const unit = word.slice(0, length);
    if (commonWords.has(unit) && word.replaceAll(unit, '') === '') {
      return true;
    }
  }
  return false;
}

/** Whether the text is at most `most` of the words that are chosen most, one behind the other. */
function isGlued(text: string, most: number): boolean {
  if (text === '' || most === 0) {
    return text === '';
  }
  const longest = Math.min(text.length, longestFrequent);
  for (let length = shortestFrequent; length <= longest; length++) {
    if (frequentWords.has(text.slice(0, length)) && isGlued(text.slice(length), most - 1)) {
      return true;
    }
  }
  return false;
}

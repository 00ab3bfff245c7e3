import { passwordLimits } from './limits.ts';
import { readableAddress } from '../accounts/mail-domain.ts';
import { isCommon } from './common-rule.ts';
import { countCharacters } from './count-characters.ts';
import { isSequence } from './keyboard-rows.ts';
import { unmask } from './unmask.ts';

/** Why a password is refused; the reason is for the audit trail, the client gets one sentence. */
export type Weakness =
  | 'too_short'
  | 'contains_address'
  | 'contains_product'
  | 'repetitive'
  | 'sequence'
  | 'common';

/** What to do about each, for the answer of the server and for the page that weighs while one types. */
export const weaknessAdvice: Readonly<Record<Weakness, string>> = Object.freeze({
  too_short: 'Use 15 to 128 characters, such as four unrelated words.',
  contains_address: 'Leave your e-mail address and its parts out of it.',
  contains_product: 'Leave the name of this site out of it.',
  repetitive: 'Use more than a few characters over and over.',
  sequence: 'Use something else than a row of the keyboard or the alphabet.',
  common: 'This is one of the passwords that are tried first. Use four unrelated words.',
});

const MIN_DISTINCT_CHARACTERS = 5;
const MIN_NAME_LENGTH = 4;
const PRODUCT_NAME = 'sallyport';

/**
 * What makes a new password too easy to guess, or null. No composition rules (SP 800-63B-4 section
 * 3.1.1.2). `brandName` is what this deployment calls the product, when it has a name of its own.
 */
export function findWeakness(password: string, email: string, brandName = ''): Weakness | null {
  if (countCharacters(password) < passwordLimits.minCharacters) {
    return 'too_short';
  }
  const folded = fold(password);
  if (containsAddress(folded, email)) {
    return 'contains_address';
  }
  if (containsProduct(folded, brandName)) {
    return 'contains_product';
  }
  if (new Set(folded).size < MIN_DISTINCT_CHARACTERS || isRepetition(folded)) {
    return 'repetitive';
  }
  if (isSequence(folded)) {
    return 'sequence';
  }
  return isCommon(folded) ? 'common' : null;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function containsAddress(folded: string, email: string): boolean {
  const [name = ''] = email.split('@');
  if (email === '') {
    return false;
  }
  return (
    [email, readableAddress(email)].some((spelled) => folded.includes(spelled)) ||
    (name.length >= MIN_NAME_LENGTH && folded.includes(name))
  );
}

/** The name of the site is the first thing somebody tries who guesses at this site (SP 800-63B-4 section 3.1.1.2). */
function containsProduct(folded: string, brandName: string): boolean {
  const brand = fold(brandName).trim();
  const names = [PRODUCT_NAME, brand, brand.replaceAll(/\s/g, '')].filter(
    (name) => countCharacters(name) >= MIN_NAME_LENGTH,
  );
  return names.some((name) => folded.includes(name) || unmask(folded).includes(name));
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

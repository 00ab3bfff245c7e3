/** Crockford's base32: no I, L, O or U, so that nothing read from paper is ambiguous. 32 characters, 5 bits each. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_CHARACTERS = 16;
const SELECTOR_CHARACTERS = 3;
const MAX_INPUT_CHARACTERS = 64;

/** Far more draws than a working source needs: 10 of 32,768 selectors differ at the first try in 99.8 % of sets. */
const MAX_DRAWS_PER_CODE = 100;

/**
 * A backup code taken apart. The selector (3 characters, no secret) finds the row; the verifier (13 characters, 65 random
 * bits) is compared with its hash, so that checking a code costs one hash and not ten.
 */
export interface BackupCode {
  selector: string;
  verifier: string;
}

/** A code that was just made; `formatted` is what the person is shown, once. */
export interface NewBackupCode extends BackupCode {
  formatted: string;
}

/** `XXXX-XXXX-XXXX-XXXX` from the code's 16 characters. Throws when there are not 16 of the alphabet. */
export function formatBackupCode(characters: string): string {
  if (!isCode(characters)) {
    throw new RangeError('a backup code has 16 characters of the alphabet');
  }
  return characters.replace(/.{4}(?=.)/g, '$&-');
}

/**
 * Reads what a person typed, without care for case, spaces and hyphens, with O read as 0 and I and L as 1. Null unless
 * exactly 16 characters of the alphabet remain. Only ASCII is folded: a letter that merely resembles one is refused.
 */
export function readBackupCode(input: string): BackupCode | null {
  if (input.length > MAX_INPUT_CHARACTERS || !/^[0-9A-Za-z -]*$/.test(input)) {
    return null;
  }
  const typed = input.toUpperCase().replace(/[ -]/g, '');
  const characters = typed.replace(/O/g, '0').replace(/[IL]/g, '1');
  return isCode(characters) ? split(characters) : null;
}

/**
 * `count` codes of 80 random bits whose selectors are all different, so that a selector finds one row of a set. Throws when
 * the random source repeats itself.
 */
export function newBackupCodes(
  random: { bytes(length: number): Uint8Array },
  count = 10,
): NewBackupCode[] {
  const codes = new Map<string, NewBackupCode>();
  for (let draws = 0; codes.size < count; draws += 1) {
    if (draws >= count * MAX_DRAWS_PER_CODE) {
      throw new Error('the random source repeats itself');
    }
    const characters = drawCharacters(random);
    const code = split(characters);
    codes.set(code.selector, { ...code, formatted: formatBackupCode(characters) });
  }
  return [...codes.values()];
}

/** The low five bits of each byte: 32 divides 256, so every character is equally likely. */
function drawCharacters(random: { bytes(length: number): Uint8Array }): string {
  return Array.from(random.bytes(CODE_CHARACTERS), (byte) => ALPHABET.charAt(byte & 31)).join('');
}

function isCode(characters: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(characters);
}

function split(characters: string): BackupCode {
  return {
    selector: characters.slice(0, SELECTOR_CHARACTERS),
    verifier: characters.slice(SELECTOR_CHARACTERS),
  };
}

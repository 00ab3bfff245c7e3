import { toAsciiDigits, trimUnseen } from '../../src/platform/web/typed-text.ts';

/** What stands between digits for the eye alone, and around a code in a copied sentence. */
const SPACING = /[\s\p{Pd}\p{Cf}.]/gu;

/** The digits of what was typed or pasted, and whether there was more than digits and spacing. */
export interface ReadDigits {
  /** As the field goes on to show them: digits of every script as 0 to 9. */
  readonly digits: string;
  /** Something was left out that somebody meant to write. */
  readonly leftOut: boolean;
}

/** Reads "123 456", "123-456", full-width digits and a whole sentence around a code. */
export function readDigits(typed: string): ReadDigits {
  const text = toAsciiDigits(trimUnseen(typed)).replaceAll(SPACING, '');
  const digits = text.replaceAll(/\D/g, '');
  return { digits, leftOut: digits !== text };
}

/**
 * How typed and pasted text is read, on the page and on the server alike. Guarantee: a decimal digit of
 * any script is that digit, and what cannot be seen around a value is no part of it. No I/O.
 */

/** Spaces, controls of direction and width, and everything else that leaves no mark on the screen. */
const UNSEEN = String.raw`[\s\p{Cf}\p{Default_Ignorable_Code_Point}]`;
const EDGES = new RegExp(`^${UNSEEN}+|${UNSEEN}+$`, 'gu');
const INVISIBLE_EDGES =
  /^[\p{Cf}\p{Default_Ignorable_Code_Point}]+|[\p{Cf}\p{Default_Ignorable_Code_Point}]+$/gu;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const DECIMAL = /^\p{Nd}$/u;

/** The text without the spaces and invisible characters around it, as a chat or a web page leaves them. */
export function trimUnseen(text: string): string {
  return text.replaceAll(EDGES, '');
}

/** The same without the invisible ones alone: a space in a program's code is a fault of that program. */
export function trimInvisible(text: string): string {
  return text.replaceAll(INVISIBLE_EDGES, '');
}

/** Whether the text holds a character that nobody sees. Spaces are seen. */
export function holdsInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/** The text with every decimal digit (`\p{Nd}`) written as 0 to 9; all else stays as it is. */
export function toAsciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, digitValue);
}

/** Digits stand in rows of ten in ascending order, beginning with zero (Unicode, section 4.6). */
function digitValue(digit: string): string {
  const place = digit.codePointAt(0) ?? 0;
  let first = place;
  while (DECIMAL.test(String.fromCodePoint(first - 1))) {
    first -= 1;
  }
  return String((place - first) % 10);
}

/** Full-width letters, as an East Asian keyboard writes them, are the letters themselves; no other look-alike is. */
export function narrowed(typed: string): string {
  return typed.replaceAll(/[\uff01-\uff5e]+/g, (wide) => wide.normalize('NFKC'));
}

import { passwordLimits } from './limits.ts';

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  '0987654321',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
].map((row) => row.repeat(Math.ceil((2 * passwordLimits.maxCharacters) / row.length)));

/** Whether the lower-case text is a piece of the alphabet, of the digits or of a keyboard, in order. */
export function isSequence(text: string): boolean {
  return ROWS.some((row) => row.includes(text));
}

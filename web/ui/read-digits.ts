/**
 * The first `count` digits of what was typed or pasted: "123 456", "123-456" and the full-width digits
 * of an East Asian keyboard are all read.
 */
export function readDigits(typed: string, count: number): string {
  return typed.normalize('NFKC').replaceAll(/\D/g, '').slice(0, count);
}

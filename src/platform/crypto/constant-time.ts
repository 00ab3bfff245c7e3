/**
 * Whether two byte strings are equal, in a time that depends on their length alone. Unequal lengths are false at once: the
 * length of what is compared here (a digest, a code) is no secret.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) {
    return false;
  }
  // workerd offers the comparison of its TLS library; plain WebCrypto, as in Node, does not.
  const { subtle } = crypto;
  return comparesBytes(subtle) ? subtle.timingSafeEqual(a, b) : equalWithoutBranches(a, b);
}

/** Whether two texts are equal, code unit by code unit, with the promise of `equalBytes`. */
export function equalText(a: string, b: string): boolean {
  return equalBytes(codeUnits(a), codeUnits(b));
}

interface ByteComparison {
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

function comparesBytes(subtle: object): subtle is ByteComparison {
  return 'timingSafeEqual' in subtle;
}

function equalWithoutBranches(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0;
  for (let index = 0; index < a.byteLength; index += 1) {
    difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  }
  return difference === 0;
}

/** UTF-16 and not UTF-8, in which every lone surrogate becomes the same replacement character. */
function codeUnits(text: string): Uint8Array {
  const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return new Uint8Array(units.buffer);
}

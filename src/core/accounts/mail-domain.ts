/**
 * The domain of an e-mail address in the one form in which it is looked up, counted and hashed (UTS 46, as browsers write a
 * host), and in the form in which people read it. Guarantee: every spelling of a domain is one account, one window and one
 * lockout. It stops a second account for one mailbox, and the owner of an address who is not found under another browser's
 * spelling. It does not look for names that are only alike. No I/O.
 */

/** Letters, marks, digits, hyphens and the four full stops of UTS 46: nothing that a URL reads as a port, a path or an escape. */
const TYPED = /^[\p{L}\p{M}\p{N}\-－.。．｡]+$/u;

/** A URL reads a name that ends in a number as an IPv4 address, and no mail domain does. */
const NUMERIC_END = /(?:^|\.)\d+$/;

/** The domain as `xn--…` where it has other letters than a to z; null for what is no domain. */
export function canonicalDomain(domain: string): string | null {
  if (!TYPED.test(domain) || !URL.canParse(`http://${domain}`)) {
    return null;
  }
  const { hostname } = new URL(`http://${domain}`);
  return NUMERIC_END.test(hostname) ? null : hostname;
}

/** The address with its domain in that form; as it was where the domain is none. */
export function canonicalAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = at < 0 ? null : canonicalDomain(address.slice(at + 1));
  return domain === null ? address : `${address.slice(0, at + 1)}${domain}`;
}

/** The address as people read it; as it was where that would not lead back to it. */
export function readableAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const labels = address.slice(at + 1).split('.');
  const domain = labels
    .map((label) => (label.startsWith('xn--') ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.');
  return canonicalDomain(domain) === address.slice(at + 1)
    ? `${address.slice(0, at + 1)}${domain}`
    : address;
}

/** RFC 3492 section 5: the parameters of Punycode. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_PLACE = 128;
const LAST_CODE_POINT = 0x10_ff_ff;

/** RFC 3492 section 6.2; null for what nobody encoded. */
function decodeLabel(encoded: string): string | null {
  const split = encoded.lastIndexOf('-');
  const output = encoded.slice(0, Math.max(split, 0)).split('');
  let place = FIRST_PLACE;
  let index = 0;
  let bias = FIRST_BIAS;
  let position = split + 1;
  while (position < encoded.length) {
    const before = index;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded[position]);
      position += 1;
      if (digit === null) {
        return null;
      }
      index += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) {
        break;
      }
      weight *= BASE - threshold;
    }
    bias = adapt(index - before, output.length + 1, before === 0);
    place += Math.floor(index / (output.length + 1));
    index %= output.length + 1;
    if (place > LAST_CODE_POINT) {
      return null;
    }
    output.splice(index, 0, String.fromCodePoint(place));
    index += 1;
  }
  return output.join('');
}

function digitOf(character: string | undefined): number | null {
  const digit = /^[a-z0-9]$/.test(character ?? '') ? Number.parseInt(character ?? '', BASE) : null;
  // The letters come first: a to z are 0 to 25, the digits 26 to 35.
  return digit === null ? null : (digit + 26) % BASE;
}

/** RFC 3492 section 6.1. */
function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

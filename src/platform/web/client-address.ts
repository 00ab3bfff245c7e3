import ipaddr from 'ipaddr.js';

/** Clients without a readable address share this one name, and so one bucket. */
export const UNKNOWN_ADDRESS = 'unknown';

const NETWORK_PARTS = 4;

const NETWORK_OCTETS = 3;

/** Of an IPv6 address: a /48, the most that one subscriber is usually given (RFC 6177). */
const WIDE_PARTS = 3;

/** Of what `clientAddress` gives, which has checked it. */
const FOUR_PARTS = /^\d+\.\d+\.\d+\.\d+$/;

/**
 * The client as the limiter counts it: `cf-connecting-ip` and nothing else, because every other
 * header can be written by the client. An IPv6 client owns its /64 and is cut to it;
 * IPv4-mapped IPv6 is the IPv4 address (RFC 4291 section 2.5.5.2).
 */
export function clientAddress(headers: Headers): string {
  const text = headers.get('cf-connecting-ip')?.trim() ?? '';
  const address = read(text);
  if (!address) {
    return UNKNOWN_ADDRESS;
  }
  if (address instanceof ipaddr.IPv6) {
    const network = address.parts.slice(0, NETWORK_PARTS).map((part) => part.toString(16));
    return `${network.join(':')}::/64`;
  }
  // "127.1" and "0x7f.1" are spellings of an address, but not ones Cloudflare would send.
  return ipaddr.IPv4.isValidFourPartDecimal(text) || text.includes(':')
    ? address.toString()
    : UNKNOWN_ADDRESS;
}

/** Null for what is no address, and for one with a zone. */
function read(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  try {
    return /^[0-9a-f.:]+$/i.test(text) ? ipaddr.process(text) : null;
  } catch {
    return null;
  }
}

/**
 * The network an address as `clientAddress` gives it belongs to: the /24 of IPv4, the /64 of IPv6. A
 * phone that is given another address of the same network has not moved.
 */
export function networkOf(address: string): string {
  return FOUR_PARTS.test(address)
    ? `${address.split('.').slice(0, NETWORK_OCTETS).join('.')}.0/24`
    : address;
}

/**
 * The largest network that one subscriber usually has: the /24 of IPv4, the /48 of IPv6. For what costs
 * money and is counted by the day.
 */
export function wideNetworkOf(address: string): string {
  return address.includes(':')
    ? `${address.split(':').slice(0, WIDE_PARTS).join(':')}::/48`
    : networkOf(address);
}

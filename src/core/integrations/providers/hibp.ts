import type { Provider, ProviderOperation } from '../provider.ts';

/** A SHA-1 in upper-case hex, cut in two: what is asked for, and what is looked for in the answer. */
export interface HashRange {
  readonly prefix: string;
  readonly suffix: string;
}

const PREFIX_LENGTH = 5;

/** Cuts a SHA-1 so that five characters go out and thirty-five stay. */
export function rangeOf(sha1: string): HashRange {
  return { prefix: sha1.slice(0, PREFIX_LENGTH), suffix: sha1.slice(PREFIX_LENGTH) };
}

const ROW = /^([0-9A-F]{35}):(\d{1,12})$/;

/** Somebody waits while a password is looked up, and a list that is away is lived without. */
const TIMEOUT_MILLISECONDS = 1000;

/**
 * Pwned Passwords' `GET /range/{prefix}` (API v3, "Searching by range"): the hashes that begin like
 * ours. Whether ours is among them; how often is nobody's business. Rows counted 0 are padding, which
 * hides from an onlooker how many hashes the range has.
 */
export const searchRange: ProviderOperation<HashRange, { readonly breached: boolean }> = {
  name: 'range.search',
  timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  request: (_, { prefix }) => ({
    method: 'GET',
    path: `/range/${prefix}`,
    headers: { 'add-padding': 'true', 'user-agent': 'sallyport' },
  }),
  read: (_, { suffix }, text = '') => {
    const rows = text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => ROW.exec(line));
    const breached = rows.some((row) => row?.[1] === suffix && Number(row[2]) > 0);
    // Found is found, whatever else the answer holds; "not found" needs an answer that is whole.
    const isWhole = rows.length > 0 && rows.every((row) => row !== null);
    return breached || isWhole ? { value: { breached }, ref: null } : null;
  },
};

/** The range in the provider's own documentation; the suffix is of no hash. */
const documented: HashRange = Object.freeze({ prefix: '21BD1', suffix: '' });

export const hibp: Provider = {
  id: 'hibp',
  label: 'Have I Been Pwned',
  kind: 'breach_list',
  required: [],
  oneOf: [],
  optional: [],
  chosen: (env) => env['BREACHED_PASSWORDS'] !== 'off',
  baseUrl: { variable: 'HIBP_BASE_URL', vendor: 'https://api.pwnedpasswords.com' },
  check: {
    ...searchRange,
    request: (settings) => searchRange.request(settings, documented),
    read: (body, _, text) => searchRange.read(body, documented, text),
  },
  explain: () => null,
};

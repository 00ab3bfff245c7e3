import * as z from 'zod/mini';

import { countCharacters } from '../passwords/count-characters.ts';
import { passwordPolicy } from '../policy/policies.ts';
import { canonicalAddress, canonicalDomain } from '../accounts/mail-domain.ts';
import {
  holdsInvisible,
  toAsciiDigits,
  trimInvisible,
  trimUnseen,
} from '../../platform/web/typed-text.ts';

/** The body of an endpoint that takes none. */
export const nothing = z.strictObject({});

const NUL = '\u0000';

/** Controls, spaces, and what cannot be seen: two addresses that look alike are not to be two accounts. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Z}]/u;

/** Octets of what stands before the @ (RFC 5321 section 4.5.3.1.1). */
const MAX_LOCAL_OCTETS = 64;

/** Labels of letters, digits and inner hyphens, in any script (RFC 5890 leaves the rest to the mail server). */
const DOMAIN =
  /^(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])$/u;

/** Whether a mail server would be asked about it at all: dots and lengths as RFC 5321 wants them. */
function isMailable(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  return (
    !UNSEEN.test(address) &&
    !/^\.|\.\.|\.$/.test(local) &&
    new TextEncoder().encode(local).length <= MAX_LOCAL_OCTETS &&
    DOMAIN.test(address.slice(at + 1)) &&
    canonicalDomain(address.slice(at + 1)) === address.slice(at + 1)
  );
}

// A NUL cannot be stored, and a lone surrogate would be replaced on its way to the hash.
const storable = z.refine<string>((value) => value.isWellFormed() && !value.includes(NUL), {
  error: 'This text holds characters that cannot be stored.',
});

/** Any storable text up to `maxLength` UTF-16 units. */
export function text(maxLength: number) {
  return z.string().check(z.maxLength(maxLength, `Use at most ${maxLength} characters.`), storable);
}

const MAX_EMAIL_LENGTH = 254; // RFC 5321 section 4.5.3.1.3, less the angle brackets

/** What the eye does not find, the sentence has to say. */
const noneInvisible = z.refine<string>((value) => !holdsInvisible(value), {
  error: 'There is an invisible character in it. Delete it and type it by hand.',
});

/** An e-mail address: without what is invisible around it, NFC, lower-cased, its domain as UTS 46 writes it. */
export const emailField = z.pipe(
  z.pipe(
    text(MAX_EMAIL_LENGTH),
    z.transform((address: string) =>
      canonicalAddress(trimUnseen(address).normalize('NFC').toLowerCase()),
    ),
  ),
  z.string().check(
    noneInvisible,
    // Some characters become two when they are lower-cased.
    z.maxLength(MAX_EMAIL_LENGTH, 'Enter an e-mail address.'),
    z.regex(
      /^[^@<>()[\]\\,;:"]+@[^@<>()[\]\\,;:"]+\.[^@<>()[\]\\,;:".]+$/,
      'Enter an e-mail address.',
    ),
    z.refine(isMailable, { error: 'Enter an e-mail address.' }),
  ),
);

const { maxCharacters } = passwordPolicy;

/** A password of any strength. Its length is counted here, before anything is hashed. */
export const passwordField = text(1024).check(
  z.refine((password) => countCharacters(password) <= maxCharacters, {
    error: `Use at most ${maxCharacters} characters.`,
  }),
);

const MAX_TOKEN_LENGTH = 256;

/** A token as it was handed out; whether it is one at all is decided later. */
export const tokenField = text(MAX_TOKEN_LENGTH);

/** What the captcha on the page answered; asked for only where one is set up (Turnstile: at most 2048). */
export const captchaField = z.optional(text(2048));

const MAX_CODE_LENGTH = 64;

/** Six digits of any script. */
export const totpCodeField = z.pipe(
  z.pipe(
    text(MAX_CODE_LENGTH),
    z.transform((code: string) => toAsciiDigits(trimInvisible(code))),
  ),
  z.string().check(z.regex(/^\d{6}$/, 'Enter the six digits from your app.')),
);

/** Read without care for case, spaces and hyphens; whether it is a code at all is decided later. */
const backupCodeField = z.pipe(
  text(MAX_CODE_LENGTH),
  z.transform((code: string) => toAsciiDigits(narrowed(trimUnseen(code)))),
);

/** Full-width letters, as an East Asian keyboard writes them, are the letters themselves; no other look-alike is. */
function narrowed(typed: string): string {
  return typed.replaceAll(/[\uff01-\uff5e]+/g, (wide) => wide.normalize('NFKC'));
}

export const timeField = z.iso.datetime();

const MAX_TIME_LENGTH = '2026-01-31T12:00:00.123456789Z'.length;

/** A moment to look from or to: of a year PostgreSQL has (there is no year 0), with at most nanoseconds. */
export const momentField = z.iso.datetime().check(
  z.refine((time) => !time.startsWith('0000-') && time.length <= MAX_TIME_LENGTH, {
    error: 'Write a time such as 2026-01-31T12:00:00Z.',
  }),
);

/** A whole number in a query. */
export function wholeNumber(min: number, max: number) {
  return z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,6}$/, 'Use a whole number.')), z.transform(Number)),
    z.number().check(z.minimum(min), z.maximum(max)),
  );
}

/** `true` or `false` in a query. */
export const flagField = z.pipe(
  z.enum(['true', 'false']),
  z.transform((word: 'true' | 'false') => word === 'true'),
);

/** Where the next page of a list begins: the `next_before` of the page before it, or the id of its last row. */
export const cursorField = z
  .string()
  .check(
    z.regex(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.[A-Za-z0-9_-]{1,1400})?$/,
      'Send the next_before of the page before.',
    ),
    z.refine(hasReadableKey, { error: 'Send the next_before of the page before.' }),
  );

/** Whether a cursor's key, if it has one, is text that a column can hold, in its one spelling (RFC 4648 section 3.5). */
function hasReadableKey(cursor: string): boolean {
  const [, encoded] = cursor.split('.');
  if (encoded === undefined) {
    return true;
  }
  try {
    const bytes = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const key = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)),
    );
    const again = btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    return again === encoded && !/\p{Cc}/u.test(key);
  } catch {
    return false; // no base64url, or no UTF-8
  }
}

/** Words to look for, at most 100 characters, without control characters. */
export const searchField = text(100).check(
  z.refine((words) => words.trim() !== '' && !/[\p{Cc}\uFFFD]/u.test(words), {
    error: 'Write what to look for.',
  }),
);

/** The two ways through the second door, as fields of a body. */
export const factorFields = {
  code: z.optional(totpCodeField),
  backup_code: z.optional(backupCodeField),
};

interface Presented {
  readonly code?: string | undefined;
  readonly backup_code?: string | undefined;
}

/** Exactly one of `code` and `backup_code`. */
export const oneFactor = z.refine<Presented>(
  (body) => (body.code === undefined) !== (body.backup_code === undefined),
  { path: ['code'], error: 'Send either code or backup_code.' },
);

/** One of `code` and `backup_code`, or neither. */
export const atMostOneFactor = z.refine<Presented>(
  (body) => body.code === undefined || body.backup_code === undefined,
  { path: ['code'], error: 'Send either code or backup_code, not both.' },
);

/** A ticker symbol such as `AAPL` or `BRK.B`; upper-cased. */
export const symbolField = z.pipe(
  z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9.-]{0,14}$/, 'Write a symbol such as AAPL.')),
  z.transform((symbol: string) => symbol.toUpperCase()),
);

/** A phone number in international form, spaces and hyphens allowed; whether it may be sent to is decided later. */
export const phoneField = z.pipe(
  z.pipe(
    text(32),
    z.transform((number: string) =>
      toAsciiDigits(narrowed(trimUnseen(number))).replaceAll(/[\s\p{Pd}()]/gu, ''),
    ),
  ),
  z
    .string()
    .check(
      noneInvisible,
      z.regex(/^\+[1-9]\d{6,14}$/, 'Write the whole number, such as +14155550123.'),
    ),
);

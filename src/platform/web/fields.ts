import * as z from 'zod/mini';

import { holdsInvisible } from './typed-text.ts';

/** The body of an endpoint that takes none. */
export const nothing = z.strictObject({});

const NUL = '\u0000';

// A NUL cannot be stored, and a lone surrogate would be replaced on its way to the hash.
const storable = z.refine<string>((value) => value.isWellFormed() && !value.includes(NUL), {
  error: 'This text holds characters that cannot be stored.',
});

/** Any storable text up to `maxLength` UTF-16 units. */
export function text(maxLength: number) {
  return z.string().check(z.maxLength(maxLength, `Use at most ${maxLength} characters.`), storable);
}

/** What the eye does not find, the sentence has to say. */
export const noneInvisible = z.refine<string>((value) => !holdsInvisible(value), {
  error: 'There is an invisible character in it. Delete it and type it by hand.',
});

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

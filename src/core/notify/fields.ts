import * as z from 'zod/mini';

import { noneInvisible, text } from '../../platform/web/fields.ts';
import { narrowed, toAsciiDigits, trimUnseen } from '../../platform/web/typed-text.ts';

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

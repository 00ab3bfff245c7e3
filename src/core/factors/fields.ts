import * as z from 'zod/mini';

import { text } from '../../platform/web/fields.ts';
import {
  narrowed,
  toAsciiDigits,
  trimInvisible,
  trimUnseen,
} from '../../platform/web/typed-text.ts';

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

/** The two ways through the second factor, as fields of a body. */
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

import * as z from 'zod/mini';

import { noneInvisible, text } from '../../platform/web/fields.ts';
import { trimUnseen } from '../../platform/web/typed-text.ts';
import { canonicalAddress, canonicalDomain } from './mail-domain.ts';

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

const MAX_EMAIL_LENGTH = 254; // RFC 5321 section 4.5.3.1.3, less the angle brackets

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

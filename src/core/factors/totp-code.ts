import { equalText } from '../../platform/crypto/constant-time.ts';
import { encodeBase32 } from '../../platform/crypto/encoding.ts';

const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** What every authenticator app computes; HMAC does not rest on its collision resistance. */
const ALGORITHM = 'SHA1';

/** One step each way, for clocks that disagree and people who type slowly (RFC 6238 §5.2). */
const DRIFT_STEPS = [1, 0, -1];

/**
 * Which 30-second step a six-digit code belongs to (RFC 6238), counted from 1970.
 *
 * `'replayed'` when the code is right but its step is `afterStep` (the last one used) or earlier: a code counts once (§5.2).
 * Null when it is wrong or not six digits. Should two steps share the same digits, the later one is answered, because
 * storing the earlier one would leave the code usable a second time. Every candidate is computed and compared in constant
 * time, so the time taken does not tell whether or where one matched.
 */
export async function matchStep(
  secret: Uint8Array,
  code: string,
  now: Date,
  afterStep: number | null = null,
): Promise<{ step: number } | 'replayed' | null> {
  if (!/^[0-9]{6}$/.test(code)) {
    return null;
  }
  const codeOf = await generator(secret);
  const current = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS);
  const steps = DRIFT_STEPS.map((drift) => current + drift).filter((step) => step >= 0);
  const matches = steps.map((step) => equalText(codeOf(step), code));
  const latest = steps.find((_, index) => matches[index]);
  if (latest === undefined) {
    return null;
  }
  return latest > (afterStep ?? -1) ? { step: latest } : 'replayed';
}

/** The HOTP value (RFC 4226) of one step as 6 to 8 decimal digits, leading zeros kept. */
export async function codeAt(secret: Uint8Array, step: number, digits = DIGITS): Promise<string> {
  const codeOf = await generator(secret, digits);
  return codeOf(step);
}

/**
 * The address an authenticator app reads from the QR code (Key URI format). `account` is what the person calls their account,
 * `secret` the raw bytes. Throws for an issuer with a colon: apps take the first one as the end of the issuer.
 */
export function otpauthUrl(input: { issuer: string; account: string; secret: Uint8Array }): string {
  if (input.issuer.includes(':')) {
    throw new RangeError('an issuer has no colon');
  }
  // Not URLSearchParams: apps show its "+" for a space as it stands.
  const issuer = encodeURIComponent(input.issuer.toWellFormed());
  const account = encodeURIComponent(input.account.toWellFormed());
  const secret = `secret=${encodeBase32(input.secret)}`;
  const settings = `issuer=${issuer}&algorithm=${ALGORITHM}&digits=${DIGITS}&period=${PERIOD_SECONDS}`;
  return `otpauth://totp/${issuer}:${account}?${secret}&${settings}`;
}

/**
 * The HOTP value (RFC 4226) of a step, by otpauth, which is loaded by the first who needs a code. It has no memory of steps
 * and stops at the first that fits; which one counts, and how long the comparison takes, is decided above.
 */
async function generator(secret: Uint8Array, digits = DIGITS): Promise<(step: number) => string> {
  const { HOTP, Secret } = await import('otpauth');
  const key = new Secret({ buffer: secret.slice().buffer });
  return (step) => HOTP.generate({ secret: key, algorithm: ALGORITHM, digits, counter: step });
}

import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { totpCode } from '../../dev/simulators/authenticator.ts';

const STEP_MILLISECONDS = 30_000;

/** Where Debian's `oathtool` is installed: an authenticator that is not part of this project. */
export function hasOathtool(): boolean {
  try {
    execFileSync('oathtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The code `oathtool` shows for that secret, `offset` steps of 30 s from now. The secret is passed on stdin. */
export function oathtoolCode(secret: string, offset = 0): string {
  const at = new Date(Date.now() + offset * STEP_MILLISECONDS).toISOString();
  const when = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  return execFileSync('oathtool', ['--totp', '--base32', `--now=${when}`, '-'], {
    input: secret,
    encoding: 'utf8',
  }).trim();
}

/** The same code by Node's HMAC, without code of the product. The product accepts one step of drift either way. */
export function codeAt(secret: string, offset = 0): string {
  return totpCode(secret, Date.now() + offset * STEP_MILLISECONDS);
}

/** Waits until the step has at least `seconds` left, so that the current codes stay valid. */
export async function settleInStep(seconds = 8): Promise<void> {
  const left = STEP_MILLISECONDS - (Date.now() % STEP_MILLISECONDS);
  if (left < seconds * 1000) {
    await sleep(left + 50);
  }
}

import type { ClientInfo } from '../audit/audit.ts';
import { metered, type MeterDeps } from '../integrations/metered.ts';
import { hibp, rangeOf, searchRange } from '../integrations/providers/hibp.ts';
import { sha1Hex } from '../../platform/crypto/digest.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { passwordErrors } from './errors.ts';

interface PasswordConfig {
  /** What becomes of a password while the list of breached ones cannot be asked; `off` never asks. */
  readonly BREACHED_PASSWORDS: 'accept' | 'refuse' | 'off';
  /** What this deployment calls the product. */
  readonly BRAND_NAME?: string | undefined;
}

export interface NewPassword {
  readonly password: string;
  readonly email: string;
}

/**
 * The rules that need nobody else, at once and without I/O: PASSWORD_TOO_WEAK or fine. Ask this
 * before the work of hashing begins; `checkNewPassword` asks it again, which costs microseconds.
 * The rules and their list of common passwords load with the first new password of an isolate.
 */
export async function weighPassword(
  { BRAND_NAME }: Pick<PasswordConfig, 'BRAND_NAME'>,
  { password, email }: NewPassword,
): Promise<Result<null>> {
  const { findWeakness, weaknessAdvice } = await import('./password-rules.ts');
  const weakness = findWeakness(password, email, BRAND_NAME);
  return weakness
    ? fail(passwordErrors.PASSWORD_TOO_WEAK, `password_${weakness}`, {
        wording: { variant: `password_${weakness}`, suggestedFix: weaknessAdvice[weakness] },
      })
    : ok(null);
}

/**
 * Whether somebody may have this password from now on: our own rules, then the list of passwords from
 * known breaches (SP 800-63B-4 section 3.1.1.2), of which only the first five characters of a SHA-1
 * are asked. Takes a second at most, besides the two statements of the ledger, and may run beside the
 * hashing: `Promise.all([checkNewPassword(…), hasher.hash(…)])`. Refuses with PASSWORD_TOO_WEAK; a list
 * that cannot be asked refuses nothing, unless the deployment wants PROVIDER_FAILED or
 * PROVIDER_TIMEOUT then.
 * @throws ApiError DATABASE_UNAVAILABLE when the ledger cannot be written: whatever keeps the password
 * could not be either.
 */
export async function checkNewPassword(
  deps: MeterDeps & { readonly config: PasswordConfig },
  client: ClientInfo,
  { password, email, userId }: NewPassword & { readonly userId: string | null },
): Promise<Result<null>> {
  const weighed = await weighPassword(deps.config, { password, email });
  const policy = deps.config.BREACHED_PASSWORDS;
  if (!weighed.ok || policy === 'off') {
    return weighed;
  }
  const range = rangeOf(await sha1Hex(password.normalize('NFKC')));
  const asked = await metered(deps, {
    provider: hibp,
    operation: searchRange,
    kind: 'use',
    client,
    userId,
    input: () => range,
  });
  if (!asked.ok) {
    return policy === 'refuse' ? asked : ok(null);
  }
  return asked.value.value.breached
    ? fail(passwordErrors.PASSWORD_TOO_WEAK, 'password_breached', {
        wording: {
          variant: 'password_breached',
          suggestedFix:
            'This password appears in known breaches, so it is among the first that are tried. Choose one you have used nowhere else.',
        },
      })
    : ok(null);
}

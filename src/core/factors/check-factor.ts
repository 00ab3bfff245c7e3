import type { TwoFactor } from '../accounts/account.ts';
import type { Hasher } from '../passwords/password-hash.ts';
import type { StoredBackupCode } from '../sessions/session.ts';
import { configErrors } from '../vault/errors.ts';
import type { Vault } from '../vault/vault.ts';
import type { Clock } from '../../platform/clock.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readBackupCode } from './backup-code.ts';
import { factorErrors } from './errors.ts';
import { matchStep } from './totp-code.ts';

/** What was presented at the second factor: exactly one of the two. */
export interface PresentedFactor {
  readonly code?: string | undefined;
  readonly backup_code?: string | undefined;
}

/** A code that was right when it was compared. It is spent only by the statement that uses it. */
export type FactorProof =
  /** `sealedSecret` is the text the code was compared with: another authenticator is not spoken for. */
  | { readonly method: 'totp'; readonly step: number; readonly sealedSecret: string }
  | { readonly method: 'backup_code'; readonly codeId: string };

export interface FactorOwner {
  readonly userId: string;
  /** The remembered browser, which has a counter of its own. */
  readonly deviceId: string | null;
  readonly twoFactor: Pick<TwoFactor, 'sealedSecret' | 'lastStep'>;
  /** At least the code with the presented selector, if there is one. */
  readonly backupCodes: readonly StoredBackupCode[];
}

interface FactorDeps {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly hasher: Hasher;
}

/** Where a sealed TOTP secret belongs: it opens in no other row. */
export function totpContext(userId: string): string {
  return `users:two_factor_secret_encrypted:${userId}`;
}

/** Compares what was presented with what the account has. The attempt must have been reserved before. */
export async function checkFactor(
  deps: FactorDeps,
  owner: FactorOwner,
  presented: PresentedFactor,
): Promise<Result<FactorProof>> {
  return presented.code === undefined
    ? await checkBackupCode(deps, owner, presented.backup_code ?? '')
    : await checkTotp(deps, owner, presented.code);
}

async function checkTotp(
  deps: Pick<FactorDeps, 'clock' | 'vault'>,
  { userId, twoFactor }: FactorOwner,
  code: string,
): Promise<Result<FactorProof>> {
  const { sealedSecret, lastStep } = twoFactor;
  const secret =
    sealedSecret && (await deps.vault.open('totp-secret', totpContext(userId), sealedSecret));
  if (!secret) {
    return fail(configErrors.APP_ENC_KEY_MISSING, 'totp_secret_does_not_open');
  }
  const matched = await matchStep(secret, code, deps.clock.now(), lastStep);
  if (matched === 'replayed') {
    return fail(factorErrors.CODE_ALREADY_USED, 'totp_step_replayed');
  }
  return matched
    ? ok({ method: 'totp', step: matched.step, sealedSecret: sealedSecret ?? '' })
    : fail(factorErrors.CODE_INVALID, 'totp_no_step_matched');
}

/** One hash whatever was typed and whether or not the selector exists. */
async function checkBackupCode(
  { hasher }: Pick<FactorDeps, 'hasher'>,
  { backupCodes }: FactorOwner,
  typed: string,
): Promise<Result<FactorProof>> {
  const read = readBackupCode(typed);
  const stored = backupCodes.find((code) => code.selector === read?.selector);
  const matches = await hasher.verify(
    'backup-code-pepper',
    read?.verifier ?? '',
    stored?.codeHash ?? null,
  );
  if (!matches || !stored) {
    return fail(factorErrors.CODE_INVALID, 'backup_code_unknown', {
      wording: {
        variant: 'backup_code_unknown',
        suggestedFix: 'Compare it with your list, or use another backup code.',
      },
    });
  }
  return stored.used
    ? fail(factorErrors.CODE_ALREADY_USED, 'backup_code_used', {
        wording: { variant: 'backup_code_used', suggestedFix: 'Use another backup code.' },
      })
    : ok({ method: 'backup_code', codeId: stored.id });
}

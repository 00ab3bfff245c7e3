import type { ClientInfo } from '../audit/audit.ts';
import { ok, type Result } from '../../platform/result.ts';
import { checkNewPassword, weighPassword, type NewPassword } from './check-new-password.ts';
import type { Hasher } from './password-hash.ts';

type CheckDeps = Parameters<typeof checkNewPassword>[0];

/**
 * The hash of a password somebody may have from now on, or why they may not. The rules come first and
 * cost nothing; the list of breached passwords is asked while the hash is made.
 */
export async function hashNewPassword(
  deps: CheckDeps & { readonly hasher: Hasher },
  client: ClientInfo,
  wanted: NewPassword & { readonly userId: string | null },
): Promise<Result<string>> {
  const weighed = await weighPassword(deps.config, wanted);
  if (!weighed.ok) {
    return weighed;
  }
  const [checked, passwordHash] = await Promise.all([
    checkNewPassword(deps, client, wanted),
    deps.hasher.hash('password-pepper', wanted.password),
  ]);
  return checked.ok ? ok(passwordHash) : checked;
}

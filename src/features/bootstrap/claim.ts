import { accountErrors } from '../../core/accounts/errors.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordAnonymous } from '../../core/refusals/record-anonymous.ts';
import { hashNewPassword } from '../../core/passwords/hash-new-password.ts';
import { refuseMailToken, type FoundMailToken } from '../../core/tokens/refuse-mail-token.ts';
import { hashToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok, type Failure } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { findBootstrapToken, takeBootstrapToken } from './store.ts';

interface Claim {
  readonly token: string;
  readonly email: string;
  readonly password: string;
}

type ClaimDeps = Pick<
  Deps,
  'clock' | 'random' | 'db' | 'limiter' | 'hasher' | 'config' | 'integrations' | 'outbound'
>;

/**
 * The first ADMIN, by somebody who holds the token that the owner of the database made. Nobody is signed in
 * by it, and the role works only once two-factor sign-in is on. A refused password or a taken address
 * leaves the token as it was.
 */
export async function claim(
  deps: ClaimDeps,
  client: ClientInfo,
  { token, email, password }: Claim,
) {
  const tokenHash = await hashToken(token);
  const found = await findBootstrapToken(deps.db, tokenHash);
  if (!found || found.consumed_at || found.expires_at <= deps.clock.now()) {
    return await refuse(deps, client, found);
  }
  const hashed = await hashNewPassword(deps, client, { password, email, userId: null });
  if (!hashed.ok) {
    return hashed;
  }
  const occurred = occurrence(deps, client);
  const admin = { id: uuidv7(occurred.at, deps.random), email, passwordHash: hashed.value };
  const taken = await takeBootstrapToken(deps.db, tokenHash, admin, occurred);
  if (taken?.account) {
    return ok({ user: viewUser(taken.account) });
  }
  return taken?.usable
    ? fail(accountErrors.EMAIL_TAKEN, 'taken')
    : await refuse(deps, client, taken);
}

async function refuse(
  deps: ClaimDeps,
  client: ClientInfo,
  found: FoundMailToken,
): Promise<Failure> {
  const refusal = refuseMailToken(found, {
    variant: 'claim_token',
    suggestedFix: 'Make another token with npm run admin:bootstrap.',
  });
  await recordAnonymous(deps, client, { action: 'admin.claim_refused', reason: refusal.reason });
  return refusal;
}

import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/audit/refusal.ts';
import { viewUser } from '../../core/accounts/view.ts';
import type { Reservation } from '../../core/limits/limiter.ts';
import { passwordErrors } from '../../core/passwords/errors.ts';
import { tempTokenPolicy } from '../../core/policy/policies.ts';
import { newToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok, type Failure } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { openFirstDoor, openSessionByPassword } from './login-store.ts';
import { findLogin, type Login } from './find-login.ts';

type LoginDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'hasher'>;

interface Presented {
  readonly email: string;
  readonly password: string;
}

/**
 * The first door. The attempt is reserved while the account is looked up; an unknown address costs
 * the same look-up, the same hash and the same record as a wrong password, and gets the same answer.
 */
export async function logIn(deps: LoginDeps, caller: Caller, { email, password }: Presented) {
  const reserved = await reserveAndFind(deps, email);
  if (!reserved.ok) {
    return reserved;
  }
  const { login, locksOnFailure } = reserved;
  const matches = await deps.hasher.verify(
    'password-pepper',
    password,
    login?.passwordHash ?? null,
  );
  if (!login || !matches || login.status !== 'active') {
    return await refuse(deps, caller, login, locksOnFailure);
  }
  const renewedHash = deps.hasher.isOutdated(login.passwordHash)
    ? await deps.hasher.hash('password-pepper', password)
    : null;
  const accepted = { ...login, renewedHash };
  const opened = login.account.twoFactor.enabled
    ? await handOutTempToken(deps, caller, accepted)
    : await signIn(deps, caller, accepted);
  if (opened.ok) {
    await deps.limiter.forgive('password', email);
  }
  return opened;
}

/** Both at once. A reservation whose look-up was lost is given back: nothing was compared. */
async function reserveAndFind(
  deps: Pick<Deps, 'db' | 'limiter'>,
  email: string,
): Promise<(Reservation & { readonly login: Login | null }) | Failure> {
  const [reserved, found] = await Promise.allSettled([
    deps.limiter.reserve('password', email),
    findLogin(deps.db, email),
  ]);
  if (reserved.status === 'rejected') {
    throw reserved.reason;
  }
  if (!reserved.value.ok) {
    return reserved.value;
  }
  if (found.status === 'rejected') {
    await deps.limiter.release('password', email);
    throw found.reason;
  }
  return { ...reserved.value, login: found.value };
}

async function refuse(
  deps: LoginDeps,
  caller: Caller,
  login: Login | null,
  locks: boolean,
): Promise<Failure> {
  const reason = login ? 'wrong_password_or_locked' : 'unknown_address';
  await recordRefusal(deps.db, occurrence(deps, caller), {
    action: 'user.sign_in_refused',
    userId: login?.account.id ?? null,
    reason,
    locks,
  });
  return fail(passwordErrors.INVALID_CREDENTIALS, reason);
}

type Accepted = Login & { readonly renewedHash: string | null };

async function signIn(deps: LoginDeps, caller: Caller, accepted: Accepted) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, caller);
  const id = uuidv7(occurred.at, deps.random);
  const won = await openSessionByPassword(deps.db, accepted, { id, tokenHash }, occurred);
  return won
    ? ok(
        { requires_2fa: false as const, user: viewUser(accepted.account) },
        { startSession: token },
      )
    : fail(passwordErrors.INVALID_CREDENTIALS, 'account_changed_meanwhile');
}

async function handOutTempToken(deps: LoginDeps, caller: Caller, accepted: Accepted) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, caller);
  const id = uuidv7(occurred.at, deps.random);
  const expiresAt = addSeconds(occurred.at, tempTokenPolicy.lifetimeSeconds);
  const won = await openFirstDoor(deps.db, accepted, { id, tokenHash, expiresAt }, occurred);
  return won
    ? ok({
        requires_2fa: true as const,
        temp_token: token.expose(),
        expires_at: expiresAt.toISOString(),
        methods: ['totp' as const, 'backup_code' as const],
      })
    : fail(passwordErrors.INVALID_CREDENTIALS, 'account_changed_meanwhile');
}

import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/audit/refusal.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { deviceIdFor, type RecognisedDevice } from '../../core/devices/device.ts';
import {
  knowsAccount,
  rememberedDevice,
  type DeviceCookie,
} from '../../core/devices/device-cookie.ts';
import type { Visitor } from '../../core/devices/visitor.ts';
import type { ViewOf } from '../../core/endpoint/endpoint.ts';
import { settling } from '../../core/limits/settle.ts';
import { passwordErrors } from '../../core/passwords/errors.ts';
import { tempTokenPolicy } from '../../core/policy/policies.ts';
import { newToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { login as loginContract } from './contract.ts';
import type { Login } from './find-login.ts';
import { openFirstDoor, openSessionByPassword } from './login-store.ts';
import { reserveLogin } from './reserve-login.ts';

type LoginDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'hasher' | 'vault'>;

interface Presented {
  readonly email: string;
  readonly password: string;
}

/**
 * The first door. The attempt is reserved while the account is looked up; an unknown address costs
 * the same look-up, the same hash and the same record as a wrong password, and gets the same answer.
 */
export async function logIn(deps: LoginDeps, visitor: Visitor, { email, password }: Presented) {
  const { caller, device } = visitor;
  const claimed = await knowsAccount(deps.vault, device, email);
  const reserved = await reserveLogin(deps, email, claimed && device ? device.id : null);
  if (!reserved.ok) {
    return reserved;
  }
  const { login, subject, locksOnFailure } = reserved;
  const matches = await deps.hasher.verify(
    'password-pepper',
    password,
    login?.passwordHash ?? null,
  );
  if (!login || !matches || login.status !== 'active') {
    return await refuse(deps, caller, login, locksOnFailure);
  }
  return await settling(
    deps.limiter,
    { ladder: 'password', subject },
    async () => await open(deps, caller, login, { password, device, claimed }),
  );
}

interface Opening {
  readonly password: string;
  readonly device: DeviceCookie | null;
  readonly claimed: boolean;
}

/** The password was right: a session, or what is held between the two doors. */
async function open(
  deps: LoginDeps,
  caller: Caller,
  login: Login,
  opening: Opening,
): Promise<Result<ViewOf<typeof loginContract>>> {
  const { password, device, claimed } = opening;
  const renewedHash = deps.hasher.isOutdated(login.passwordHash)
    ? await deps.hasher.hash('password-pepper', password)
    : null;
  const accepted = { ...login, renewedHash };
  const recognised = { cookie: device, claimed, remembered: login.deviceRemembered };
  return login.account.twoFactor.enabled
    ? await handOutTempToken(deps, caller, accepted)
    : await signIn(deps, caller, accepted, recognised);
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

async function signIn(
  deps: LoginDeps,
  caller: Caller,
  accepted: Accepted,
  device: RecognisedDevice,
) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, caller);
  const id = uuidv7(occurred.at, deps.random);
  const { email } = accepted.account;
  const deviceId = deviceIdFor(device, uuidv7(occurred.at, deps.random));
  const session = { id, tokenHash, deviceId };
  const won = await openSessionByPassword(deps.db, accepted, session, occurred);
  return won
    ? ok(
        { requires_2fa: false as const, user: viewUser(accepted.account) },
        {
          startSession: token,
          rememberDevice: await rememberedDevice(deps.vault, device.cookie, { deviceId, email }),
        },
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

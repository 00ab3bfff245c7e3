import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/refusals/refusal.ts';
import { verificationAgain } from '../../core/accounts/request-verification.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { deviceIdFor, type RecognisedDevice } from './device.ts';
import { knowsAccount, rememberedDevice } from '../../core/devices/device-cookie.ts';
import { takeOwnWindow } from './own-window.ts';
import type { SignInContext } from './sign-in-context.ts';
import type { ViewOf } from '../../core/endpoint/endpoint.ts';
import { captchaAfterFailures } from './after-failures.ts';
import { failing, givingBack, settling } from '../../core/limits/settle.ts';
import { passwordErrors } from '../../core/passwords/errors.ts';
import { tempTokenLimits } from '../../core/tokens/limits.ts';
import { hashToken, newToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { login as loginContract } from './contract.ts';
import type { Login } from './find-login.ts';
import { proveFirstFactor, openSessionByPassword, type AcceptedPassword } from './login-store.ts';
import { passAsTrusted } from './pass-as-trusted.ts';
import { reserveLogin } from './reserve-login.ts';

type LoginDeps = Pick<
  Deps,
  | 'clock'
  | 'random'
  | 'db'
  | 'limiter'
  | 'hasher'
  | 'vault'
  | 'mailer'
  | 'config'
  | 'integrations'
  | 'outbound'
>;

const UNCONFIRMED = 'address_not_verified';

interface Presented {
  readonly email: string;
  readonly password: string;
  readonly captcha_token?: string | undefined;
}

/**
 * The first factor. The attempt is reserved while the account is looked up; an unknown address costs
 * the same look-up, the same hash and the same record as a wrong password, and gets the same answer.
 */
export async function logIn(deps: LoginDeps, context: SignInContext, presented: Presented) {
  const { email, password } = presented;
  const { client } = context;
  const claimed = await knowsAccount(deps.vault, context.device, email);
  const query = await lookUpOf(context, email, claimed);
  const { addressSpent } = context;
  const counted = { window: 'login', account: email, deviceId: query.deviceId } as const;
  const permitted = await takeOwnWindow(deps.limiter, { ...counted, addressSpent });
  if (!permitted.ok) {
    return permitted;
  }
  const reserved = await reserveLogin(deps, {
    ...query,
    addressSpent,
    beforeReserving: async (counter) =>
      await captchaAfterFailures(deps, client, {
        action: 'login',
        token: presented.captcha_token,
        place: { lockout: 'password', counter },
      }),
  });
  if (!reserved.ok) {
    return reserved;
  }
  const { login, counter, dearestHash } = reserved;
  const place = { lockout: 'password', counter } as const;
  const stored = login?.passwordHash ?? null;
  const matches = await givingBack(
    deps.limiter,
    place,
    async () => await deps.hasher.verify('password-pepper', password, stored, dearestHash),
  );
  const reason = hindranceOf(deps, login, matches);
  if (login && reason === null) {
    const opening = { password, claimed };
    return await settling(deps.limiter, place, async () => {
      return await open(deps, context, login, opening);
    });
  }
  const locks = await failing(deps.limiter, place, reserved);
  return await refuse(deps, client, login, { locks, reason: reason ?? '' });
}

/**
 * Why the password opens nothing, or null. A right one for an address that has to be confirmed first
 * counts like a wrong one: registering an address and trying the password would tell otherwise
 * whether it was theirs to register.
 */
function hindranceOf(
  { config }: Pick<LoginDeps, 'config'>,
  login: Login | null,
  matches: boolean,
): string | null {
  if (!login) {
    return 'unknown_address';
  }
  if (!matches || login.status !== 'active') {
    return 'wrong_password_or_locked';
  }
  const isConfirmed = login.account.emailVerifiedAt !== null;
  return config.SIGN_IN_NEEDS_VERIFIED_EMAIL && !isConfirmed ? UNCONFIRMED : null;
}

/** What the browser says of itself, as far as the look-up can check it. */
async function lookUpOf({ device, trust }: SignInContext, email: string, claimed: boolean) {
  return {
    email,
    deviceId: claimed && device ? device.id : null,
    trustHash: trust && (await hashToken(trust.expose())),
  };
}

interface Opening {
  readonly password: string;
  readonly claimed: boolean;
}

/** The password was right: a session, or what is held between the two factors. */
async function open(
  deps: LoginDeps,
  context: SignInContext,
  login: Login,
  { password, claimed }: Opening,
): Promise<Result<ViewOf<typeof loginContract>>> {
  const renewedHash = deps.hasher.isOutdated(login.passwordHash)
    ? await deps.hasher.hash('password-pepper', password)
    : null;
  const accepted = { ...login, renewedHash };
  const recognised = {
    cookie: context.device,
    claimed,
    remembered: login.deviceRemembered,
  };
  if (!login.account.twoFactor.enabled) {
    return await signIn(deps, context.client, accepted, recognised);
  }
  const passed = login.trust === 'trusted' ? await passAsTrusted(deps, context, accepted) : null;
  return passed ?? (await handOutTempToken(deps, context.client, accepted));
}

interface Refused {
  readonly locks: boolean;
  readonly reason: string;
}

/** Recorded, and counted, in one statement; for an address to be confirmed the link goes out again with it. */
async function refuse(
  deps: LoginDeps,
  client: ClientInfo,
  login: Login | null,
  { locks, reason }: Refused,
): Promise<Failure> {
  const occurred = occurrence(deps, client);
  await recordRefusal(deps.db, occurred, {
    action: 'user.sign_in_refused',
    userId: login?.account.id ?? null,
    reason,
    locks,
    mail: locks ? deps.mailer.compose('account_locked', occurred) : null,
    also:
      login && reason === UNCONFIRMED ? await verificationAgain(deps, login.account, occurred) : [],
  });
  return fail(passwordErrors.INVALID_CREDENTIALS, reason);
}

async function signIn(
  deps: LoginDeps,
  client: ClientInfo,
  accepted: AcceptedPassword,
  device: RecognisedDevice,
) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, client);
  const id = uuidv7(occurred.at, deps.random);
  const { email } = accepted.account;
  const deviceId = deviceIdFor(device, uuidv7(occurred.at, deps.random));
  const mail = device.remembered ? null : deps.mailer.compose('new_device', occurred);
  const session = { id, tokenHash, deviceId, mail, whereabouts: await whereaboutsOf(client) };
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

async function handOutTempToken(deps: LoginDeps, client: ClientInfo, accepted: AcceptedPassword) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, client);
  const id = uuidv7(occurred.at, deps.random);
  const expiresAt = addSeconds(occurred.at, tempTokenLimits.lifetimeSeconds);
  const won = await proveFirstFactor(deps.db, accepted, { id, tokenHash, expiresAt }, occurred);
  return won
    ? ok({
        requires_2fa: true as const,
        temp_token: token.expose(),
        expires_at: expiresAt.toISOString(),
        methods: ['totp' as const, 'backup_code' as const],
      })
    : fail(passwordErrors.INVALID_CREDENTIALS, 'account_changed_meanwhile');
}

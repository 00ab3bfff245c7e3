import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { occurrence, type ClientInfo, type Occurrence } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/refusals/refusal.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { deviceIdFor, type RecognisedDevice } from './device.ts';
import { knowsAccount, rememberedDevice } from '../../core/devices/device-cookie.ts';
import { takeOwnWindow } from './own-window.ts';
import type { SignInContext } from './sign-in-context.ts';
import { readBackupCode } from '../../core/factors/backup-code.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import type { FactorOwner, FactorProof, PresentedFactor } from '../../core/factors/check-factor.ts';
import {
  counterOf,
  proveFactor,
  takeGuess,
  type ProveDeps,
} from '../../core/factors/prove-factor.ts';
import { usingProof } from '../../core/factors/use-proof.ts';
import { limitErrors } from '../../core/limits/errors.ts';
import { captchaAfterFailures } from './after-failures.ts';
import { tokenErrors } from '../../core/tokens/errors.ts';
import { hashToken, newToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok, type Failure } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import {
  findTempToken,
  proveSecondFactor,
  type SecondFactor,
  type TempToken,
} from './verify-store.ts';

type Presented = PresentedFactor & {
  readonly temp_token: string;
  readonly trust_device?: boolean | undefined;
  readonly captcha_token?: string | undefined;
};

type VerifyDeps = ProveDeps & Pick<Deps, 'config' | 'integrations' | 'outbound'>;

/**
 * The second factor. The token, the code and the session are decided by one statement: of many requests
 * at once, with one token or with one code, one gets a session.
 */
export async function verify(deps: VerifyDeps, context: SignInContext, presented: Presented) {
  const token = await findTempToken(deps.db, {
    tokenHash: await hashToken(presented.temp_token),
    selector: readBackupCode(presented.backup_code ?? '')?.selector ?? null,
    deviceId: context.device?.id ?? null,
    now: deps.clock.now(),
  });
  const recognised = token && (await recognise(deps, context, token));
  const permitted = await takeOwnWindow(deps.limiter, {
    window: 'second-factor',
    ...browserOf(token, recognised),
    addressSpent: context.addressSpent,
  });
  if (!permitted.ok) {
    return permitted;
  }
  return recognised
    ? await compare(deps, context.client, { token, recognised }, presented)
    : fail(tokenErrors.TOKEN_INVALID, 'temp_token_unknown');
}

function browserOf(token: TempToken | null, recognised: RecognisedDevice | null) {
  const { cookie = null, remembered = false } = recognised ?? {};
  return { account: token?.account.id ?? '', deviceId: remembered && cookie ? cookie.id : null };
}

async function recognise(
  { vault }: Pick<VerifyDeps, 'vault'>,
  { device }: SignInContext,
  { account, deviceAlive }: TempToken,
): Promise<RecognisedDevice> {
  const claimed = await knowsAccount(vault, device, account.email);
  return { cookie: device, claimed, remembered: claimed && deviceAlive };
}

interface Recognised {
  readonly token: TempToken;
  readonly recognised: RecognisedDevice;
}

async function compare(
  deps: VerifyDeps,
  client: ClientInfo,
  { token, recognised }: Recognised,
  presented: Presented,
) {
  const owner = ownerOf(token, recognised);
  const spent = spentReason(token, deps.clock.now());
  if (spent) {
    return await refuseSpent(deps, client, owner, spent);
  }
  const proved = await proveFactor(deps, client, owner, {
    ...presented,
    beforeReserving: async (place) =>
      await captchaAfterFailures(deps, client, {
        action: 'second_factor',
        token: presented.captcha_token,
        place,
      }),
  });
  if (!proved.ok) {
    return proved;
  }
  return await usingProof(
    deps.limiter,
    proved.value.place,
    async () =>
      await passThrough(deps, client, {
        token,
        proof: proved.value.proof,
        recognised,
        trusts: presented.trust_device === true,
      }),
  );
}

/**
 * A token that was consumed by a lock says so as long as the lock lasts: how long to wait is what the
 * person needs to know. Otherwise its use is recorded.
 */
async function refuseSpent(
  deps: VerifyDeps,
  client: ClientInfo,
  owner: FactorOwner,
  spent: Failure,
) {
  const window = await takeGuess(deps.limiter, owner);
  if (!window.ok) {
    return window;
  }
  const unlocked = await deps.limiter.peek('second-factor', counterOf(owner));
  if (!unlocked.ok && unlocked.error !== limitErrors.RATE_LIMITED) {
    return unlocked;
  }
  await recordRefusal(deps.db, occurrence(deps, client), {
    action: 'second_factor.refused',
    userId: owner.userId,
    isProved: false, // an expired token proves nothing
    reason: spent.reason,
  });
  return spent;
}

function ownerOf({ account, backupCodes }: TempToken, device: RecognisedDevice): FactorOwner {
  const deviceId = device.remembered ? (device.cookie?.id ?? null) : null;
  return { userId: account.id, deviceId, twoFactor: account.twoFactor, backupCodes };
}

interface Passing {
  readonly token: TempToken;
  readonly proof: FactorProof;
  readonly recognised: RecognisedDevice;
  /** The person wants this browser to stand for the second factor from now on. */
  readonly trusts: boolean;
}

/** Spends what was proved. When another request was first, it says which of the two it had used up. */
async function passThrough(
  deps: VerifyDeps,
  client: ClientInfo,
  { token: { id, account }, proof, recognised, trusts }: Passing,
) {
  const { token, tokenHash } = await newToken(deps.random);
  const occurred = occurrence(deps, client);
  const deviceId = deviceIdFor(recognised, uuidv7(occurred.at, deps.random));
  const trust = trusts ? await newToken(deps.random) : null;
  const passage = {
    tempTokenId: id,
    proof,
    session: {
      id: uuidv7(occurred.at, deps.random),
      tokenHash,
      deviceId,
      whereabouts: await whereaboutsOf(client),
    },
    trustHash: trust?.tokenHash ?? null,
    ...lettersFor(deps, proof, recognised, occurred),
  };
  const factor = await proveSecondFactor(deps.db, passage, occurred);
  if (!factor?.opened) {
    return cameLate(factor);
  }
  const { email } = account;
  return ok(
    {
      user: viewUser(account),
      method: proof.method,
      backup_codes_remaining: factor.backupCodesRemaining,
    },
    {
      startSession: token,
      ...(trust ? { trustDevice: trust.token } : {}),
      rememberDevice: await rememberedDevice(deps.vault, recognised.cookie, { deviceId, email }),
    },
  );
}

/** What the owner is told of, when it opens. */
function lettersFor(
  { mailer }: Pick<VerifyDeps, 'mailer'>,
  { method }: FactorProof,
  { remembered }: RecognisedDevice,
  occurred: Occurrence,
) {
  return {
    newDevice: remembered ? null : mailer.compose('new_device', occurred),
    codeUsed: method === 'backup_code' ? mailer.compose('backup_code_used', occurred) : null,
  };
}

function cameLate(factor: SecondFactor | null): Failure {
  return factor && !factor.consumedAt
    ? fail(factorErrors.CODE_ALREADY_USED, 'factor_spent_meanwhile')
    : fail(tokenErrors.TOKEN_CONSUMED, 'temp_token_consumed_meanwhile');
}

function spentReason(token: TempToken, now: Date): Failure | null {
  if (token.consumedAt) {
    return fail(tokenErrors.TOKEN_CONSUMED, 'temp_token_consumed');
  }
  return token.expiresAt <= now ? fail(tokenErrors.TOKEN_EXPIRED, 'temp_token_expired') : null;
}

import { requireConfirmed } from '../../core/accounts/require-confirmed.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordRefusal } from '../../core/refusals/refusal.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { failing, settling, type Place } from '../../core/limits/settle.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { equalText } from '../../platform/crypto/constant-time.ts';
import { fail, ok } from '../../platform/result.ts';
import { phoneCodeHash } from './code-hash.ts';
import { findVerification, takeVerification } from './store.ts';

type VerifyDeps = Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'vault' | 'mailer' | 'config'>;

/**
 * The code came back: the number becomes the person's. Guesses are reserved on a lockout counter of their own. A code that
 * was compared and was wrong stays counted, also when its record is lost.
 */
export async function verifyPhone(
  deps: VerifyDeps,
  client: ClientInfo,
  { account, session }: SignedIn,
  code: string,
) {
  const confirmed = requireConfirmed(deps, account);
  if (!confirmed.ok) {
    return confirmed;
  }
  const place = { lockout: 'phone', counter: { account: account.id, deviceId: null } } as const;
  const found = await reserveAndFind(deps, place, account.id);
  if (!found.ok) {
    return found;
  }
  const { waiting, reserved } = found;
  const hash = await phoneCodeHash(deps.vault, account.id, waiting?.phone ?? '', code);
  const occurred = occurrence(deps, client);
  if (!waiting || !equalText(hash, waiting.codeHash)) {
    await failing(deps.limiter, place, reserved);
    await recordRefusal(deps.db, occurred, {
      action: 'phone.refused',
      userId: account.id,
      reason: waiting ? 'phone_code_wrong' : 'no_phone_code_waiting',
    });
    return fail(factorErrors.CODE_INVALID, 'phone_code_wrong', {
      wording: {
        variant: 'phone_code',
        suggestedFix: 'Check the newest message, or ask for a new code.',
      },
    });
  }
  return await settling(deps.limiter, place, async () => {
    const mail = deps.mailer.compose('phone_changed', occurred);
    const taking = { sessionId: session.id, codeHash: hash, mail };
    const won = await takeVerification(deps.db, taking, occurred);
    return won
      ? ok({ phone: waiting.phone, phone_verified_at: occurred.at.toISOString() })
      : fail(factorErrors.CODE_ALREADY_USED, 'phone_code_taken_meanwhile');
  });
}

/** The reservation and the look-up, side by side. A look-up that fails compared nothing, so its place is free again. */
async function reserveAndFind(deps: VerifyDeps, { lockout, counter }: Place, userId: string) {
  const [reserved, found] = await Promise.allSettled([
    deps.limiter.reserve(lockout, counter),
    findVerification(deps.db, userId, deps.clock.now()),
  ]);
  if (reserved.status === 'rejected') {
    throw reserved.reason;
  }
  if (!reserved.value.ok) {
    return reserved.value;
  }
  if (found.status === 'rejected') {
    await deps.limiter.release(lockout, counter);
    throw found.reason;
  }
  return { ok: true as const, reserved: reserved.value, waiting: found.value };
}

import { requireConfirmed } from '../../core/accounts/require-confirmed.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { clearNumber, dispatchSms, type SmsDeps } from '../../core/notify/sms.ts';
import { phoneCodeLimits } from '../../core/notify/limits.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { ok } from '../../platform/result.ts';
import { phoneCodeHash } from './code-hash.ts';
import { storeVerification } from './store.ts';

/**
 * Sends a code to the number and remembers its keyed hash. A number that is not sent to changes
 * nothing. The code is stored before it is sent, so one that arrives always works.
 */
export async function setPhone(
  deps: SmsDeps & Pick<Deps, 'vault' | 'limiter' | 'config' | 'mailer'>,
  client: ClientInfo,
  { account, session }: SignedIn,
  phone: string,
) {
  const confirmed = requireConfirmed(deps, account);
  if (!confirmed.ok) {
    return confirmed;
  }
  const place = await deps.limiter.take('phone-person', account.id);
  if (!place.ok) {
    return place;
  }
  const sender = { personId: account.id, client };
  const cleared = await clearNumber(deps, { to: phone, sender, field: 'phone' });
  if (!cleared.ok) {
    return cleared;
  }
  const { e164 } = cleared.value;
  const code = newCode(deps.random.bytes(4));
  const occurred = occurrence(deps, client);
  const expiresAt = addSeconds(occurred.at, phoneCodeLimits.lifetimeSeconds);
  const codeHash = await phoneCodeHash(deps.vault, account.id, e164, code);
  const waiting = { sessionId: session.id, phone: e164, codeHash, expiresAt };
  if (!(await storeVerification(deps.db, waiting, occurred))) {
    return sessionEnded();
  }
  const sent = await dispatchSms(deps, client, cleared.value, {
    message: `${deps.config.BRAND_NAME}: your code is ${code}. It is good for ten minutes. We never ask for it.`,
    userId: account.id,
  });
  return sent.ok ? ok({ expires_at: expiresAt.toISOString(), event_id: sent.value.eventId }) : sent;
}

/** Six digits of 32 random bits; the bias is below one in four thousand. */
function newCode(bytes: Uint8Array): string {
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const { digits } = phoneCodeLimits;
  return String(number % 10 ** digits).padStart(digits, '0');
}

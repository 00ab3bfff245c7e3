import { requireConfirmed } from '../../core/accounts/require-confirmed.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { totpContext } from '../../core/factors/check-factor.ts';
import { factorErrors } from '../../core/factors/errors.ts';
import { readableAddress } from '../../core/accounts/mail-domain.ts';
import { otpauthUrl } from '../../core/factors/totp-code.ts';
import { totpLimits } from '../../core/factors/limits.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { addSeconds } from '../../platform/clock.ts';
import { encodeBase32 } from '../../platform/crypto/encoding.ts';
import { fail, ok } from '../../platform/result.ts';
import { qrSvg } from './qr.ts';
import { storePendingSecret } from './store.ts';

/** 160 bits, the length RFC 4226 section 4 (R6) recommends. */
const SECRET_BYTES = 20;

/** Makes a secret and shows it this once; a new call replaces one that was never confirmed. */
export async function setup(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'vault' | 'config' | 'mailer'>,
  client: ClientInfo,
  { account, session }: SignedIn,
) {
  if (account.twoFactor.enabled) {
    return fail(factorErrors.TWO_FACTOR_ALREADY_ENABLED, 'already_enabled');
  }
  const confirmed = requireConfirmed(deps, account);
  if (!confirmed.ok) {
    return confirmed;
  }
  const secret = deps.random.bytes(SECRET_BYTES);
  const sealedSecret = await deps.vault.seal('totp-secret', totpContext(account.id), secret);
  const occurred = occurrence(deps, client);
  const pendingUntil = addSeconds(occurred.at, totpLimits.setupSeconds);
  const pending = { sessionId: session.id, sealedSecret, pendingUntil };
  const outcome = await storePendingSecret(deps.db, pending, occurred);
  if (outcome !== 'done') {
    return outcome === 'session_ended'
      ? sessionEnded()
      : fail(factorErrors.TWO_FACTOR_ALREADY_ENABLED, 'enabled_meanwhile');
  }
  const url = otpauthUrl({
    issuer: issuerOf(deps.config.BRAND_NAME),
    account: readableAddress(account.email),
    secret,
  });
  return ok({
    otpauth_url: url,
    secret: encodeBase32(secret),
    qr_svg: await qrSvg(url),
    expires_at: pendingUntil.toISOString(),
  });
}

/** Authenticators take the first colon as the end of the issuer. */
function issuerOf(brandName: string): string {
  return brandName.replaceAll(':', ' ').replaceAll(/ +/g, ' ').trim();
}

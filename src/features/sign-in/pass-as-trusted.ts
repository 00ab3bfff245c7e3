import { whereaboutsOf } from '../../core/sessions/binding.ts';
import { occurrence } from '../../core/audit/audit.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { rememberedDevice } from '../../core/devices/device-cookie.ts';
import type { SignInContext } from './sign-in-context.ts';
import { hashToken, newToken } from '../../core/tokens/token.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { openSessionByTrust, type AcceptedPassword } from './login-store.ts';

/**
 * The second factor opens for a browser its owner trusts: its secret is exchanged for another one in the
 * statement that opens the session. Null when that did not win; then a code is asked for as ever.
 */
export async function passAsTrusted(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'vault'>,
  { client, device, trust }: SignInContext,
  accepted: AcceptedPassword,
) {
  if (!device || !trust) {
    return null;
  }
  const { token, tokenHash } = await newToken(deps.random);
  const next = await newToken(deps.random);
  const occurred = occurrence(deps, client);
  const session = {
    id: uuidv7(occurred.at, deps.random),
    tokenHash,
    deviceId: device.id,
    whereabouts: await whereaboutsOf(client),
    shownHash: await hashToken(trust.expose()),
    nextHash: next.tokenHash,
  };
  if (!(await openSessionByTrust(deps.db, accepted, session, occurred))) {
    return null;
  }
  const { email } = accepted.account;
  return ok(
    { requires_2fa: false as const, user: viewUser(accepted.account) },
    {
      startSession: token,
      rememberDevice: await rememberedDevice(deps.vault, device, { deviceId: device.id, email }),
      trustDevice: next.token,
    },
  );
}

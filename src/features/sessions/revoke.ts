import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { endDevice, endManySessions, endOneSession, endTrustOfOne } from './revoke-store.ts';

type RevokeDeps = Pick<Deps, 'clock' | 'random' | 'db'>;

/** Ends one of the person's sessions. Somebody else's id is as unknown as one that never was. */
export async function revokeOne(
  deps: RevokeDeps,
  client: ClientInfo,
  { account, session }: SignedIn,
  id: string,
) {
  const owned = { userId: account.id, id };
  const won = isUuid(id) && (await endOneSession(deps.db, owned, occurrence(deps, client)));
  return won ? ended(id === session.id) : fail(requestErrors.NOT_FOUND, 'no_such_session');
}

/** Forgets one of the person's browsers; its sessions end with it. */
export async function forgetOne(
  deps: RevokeDeps,
  client: ClientInfo,
  { account, session }: SignedIn,
  id: string,
) {
  const owned = { userId: account.id, id };
  const won = isUuid(id) && (await endDevice(deps.db, owned, occurrence(deps, client)));
  return won ? ended(id === session.deviceId) : fail(requestErrors.NOT_FOUND, 'no_such_device');
}

/** The browser is asked for a code again; its sessions go on. */
export async function endTrustIn(
  deps: RevokeDeps,
  client: ClientInfo,
  { account }: SignedIn,
  id: string,
) {
  const owned = { userId: account.id, id };
  const won = isUuid(id) && (await endTrustOfOne(deps.db, owned, occurrence(deps, client)));
  return won ? ok({}) : fail(requestErrors.NOT_FOUND, 'no_such_trusted_device');
}

/** Ends every session but the one given, or every one, and forgets the browsers likewise. */
export async function revokeMany(
  deps: RevokeDeps,
  client: ClientInfo,
  { account, session }: SignedIn,
  kept: 'this' | 'none',
) {
  const ending = {
    userId: account.id,
    keptSessionId: kept === 'this' ? session.id : null,
    keptDeviceId: kept === 'this' ? session.deviceId : null,
  };
  const revoked = await endManySessions(deps.db, ending, occurrence(deps, client));
  return ok({ revoked }, kept === 'none' ? { endSession: true } : {});
}

function ended(isCurrent: boolean) {
  return ok({}, isCurrent ? { endSession: true } : {});
}

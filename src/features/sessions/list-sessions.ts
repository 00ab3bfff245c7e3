import { describeBrowser } from '../../platform/web/describe-browser.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { findLiving, type Living } from './list-store.ts';

/** The person's sessions and remembered browsers, with the ones of this request marked. */
export async function listSessions(
  deps: Pick<Deps, 'clock' | 'db'>,
  { account, session }: SignedIn,
) {
  const { sessions, devices } = await findLiving(
    deps.db,
    account.id,
    { sessionId: session.id, deviceId: session.deviceId },
    deps.clock.now(),
  );
  return ok({
    sessions: sessions.map((row) => viewLivingSession(row, session.id)),
    devices: devices.map((row) => viewLivingDevice(row, session.deviceId)),
    next_before: null,
  });
}

function viewLivingSession(row: Living, currentId: string) {
  return { ...viewLiving(row, currentId), method: row.method ?? 'password' };
}

function viewLivingDevice(row: Living, currentId: string | null) {
  return {
    ...viewLiving(row, currentId),
    trusted_until: row.trusted_until?.toISOString() ?? null,
  };
}

function viewLiving(row: Living, currentId: string | null) {
  return {
    id: row.id,
    current: row.id === currentId,
    ...describeBrowser(row.user_agent),
    ip: row.ip,
    place: row.place,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
  };
}

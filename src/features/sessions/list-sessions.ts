import type { BrowserDescription } from '../../platform/web/describe-browser.ts';
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
  const { describeBrowser } = await import('../../platform/web/describe-browser.ts');
  const named = <Row extends Living>(row: Row) => ({ ...row, ...describeBrowser(row.user_agent) });
  return ok({
    sessions: sessions.map((row) => viewLivingSession(named(row), session.id)),
    devices: devices.map((row) => viewLivingDevice(named(row), session.deviceId)),
    next_before: null,
  });
}

type Named = Living & BrowserDescription;

function viewLivingSession(row: Named, currentId: string) {
  return { ...viewLiving(row, currentId), method: row.method ?? 'password' };
}

function viewLivingDevice(row: Named, currentId: string | null) {
  return {
    ...viewLiving(row, currentId),
    trusted_until: row.trusted_until?.toISOString() ?? null,
  };
}

function viewLiving(row: Named, currentId: string | null) {
  return {
    id: row.id,
    current: row.id === currentId,
    browser: row.browser,
    device: row.device,
    ip: row.ip,
    place: row.place,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
  };
}

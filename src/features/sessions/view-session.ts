import type * as z from 'zod/mini';

import { freshUntil, isFresh, type Session } from '../../core/sessions/session.ts';
import type { sessionView } from '../../core/sessions/view.ts';

export function viewSession(session: Session, now: Date): z.output<typeof sessionView> {
  const until = freshUntil(session);
  const isFreshNow = isFresh(session, now);
  return {
    id: session.id,
    method: session.method,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    fresh_until: isFreshNow ? until.toISOString() : null,
  };
}

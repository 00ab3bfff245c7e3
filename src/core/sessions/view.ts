import * as z from 'zod/mini';

import { timeField } from '../endpoint/fields.ts';
import { freshUntil, type Session } from './session.ts';

/** A session as its owner sees it. `fresh_until` is null once sensitive acts ask for a confirmation. */
export const sessionView = z.object({
  id: z.uuid(),
  method: z.enum(['password', 'totp', 'backup_code']),
  created_at: timeField,
  last_seen_at: timeField,
  expires_at: timeField,
  fresh_until: z.nullable(timeField),
});

export function viewSession(session: Session, now: Date): z.output<typeof sessionView> {
  const until = freshUntil(session);
  return {
    id: session.id,
    method: session.method,
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    fresh_until: until > now ? until.toISOString() : null,
  };
}

import { appendAudit, occurrence, type ClientInfo } from '../audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Random } from '../../platform/random.ts';
import type { Service } from './access-token.ts';

interface RecordDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
}

interface TokenUse {
  readonly service: Service;
  /** What the endpoint asks for. */
  readonly scope: string;
  /** The endpoint, as its contract names it. */
  readonly path: string;
  readonly isAllowed: boolean;
}

/** Records that a good token was shown, by whom and for what; never the token. */
export async function recordTokenUse(
  deps: RecordDeps,
  client: ClientInfo,
  { service, scope, path, isAllowed }: TokenUse,
): Promise<void> {
  await deps.db.query(
    appendAudit(sql`(select) shown`, occurrence(deps, client), {
      action: isAllowed ? 'access_token.used' : 'access_token.refused',
      outcome: isAllowed ? 'success' : 'refused',
      userId: null,
      otherwise: 'service',
      metadata: sql`jsonb_build_object('subject', ${service.name}::text, 'scope', ${scope}::text,
        'path', ${path}::text)`,
    }),
  );
}

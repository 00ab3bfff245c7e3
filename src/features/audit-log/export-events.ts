import { appendAudit, occurrence, type Caller } from '../../core/audit/audit.ts';
import type { QueryOf } from '../../core/endpoint/endpoint.ts';
import { auditPolicy } from '../../core/policy/policies.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { sql, type Db } from '../../platform/db/db.ts';
import { ApiError } from '../../platform/errors.ts';
import { ok } from '../../platform/result.ts';
import type { exportAuditEvents as contract } from './contract.ts';
import { chainLines, findSeals } from './chain-lines.ts';
import { findEvents, type EventFilter, type EventPage } from './event-store.ts';
import { viewEvent } from './view-event.ts';
import { fileFormats, type FileFormat } from './write-lines.ts';

/** The events that fit, until now, as a file that is made while it is sent. That it was asked for is recorded first. */
export async function exportEvents(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  caller: Caller,
  { account, session }: SignedIn,
  { format, ...filter }: QueryOf<typeof contract>,
) {
  const occurred = occurrence(deps, caller);
  await deps.db.query(sql`
    with exported as (select ${account.id}::uuid as user_id)
    ${appendAudit(sql`exported`, occurred, {
      action: 'audit.exported',
      outcome: 'success',
      userId: sql`exported.user_id`,
      targetId: null,
      metadata: sql`${JSON.stringify({ format, filter: withoutWords(filter), session_id: session.id })}::jsonb`,
    })}`);
  const now = occurred.at.toISOString();
  const until = { ...filter, to: filter.to && filter.to < now ? filter.to : now };
  const name = `audit-${now.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  if (format === 'chain') {
    const page = async (after: number, limit: number) =>
      await stubbornly(async () => await findSeals(deps.db, after, limit));
    const { contentType } = fileFormats.ndjson;
    return ok({ fileName: `${name}-chain.ndjson`, contentType, text: chainLines(page) });
  }
  const file = fileFormats[format];
  return ok({
    fileName: `${name}.${format}`,
    contentType: file.contentType,
    text: linesOf(deps.db, until, file),
  });
}

/** What was looked for, but for the words: somebody may have looked for an address, and the trail keeps none. */
function withoutWords({ text, ...filter }: EventFilter) {
  return text === undefined ? filter : { ...filter, text_length: text.length };
}

/** Tried again when the database is away for a moment: a file that breaks off has to be begun anew. */
async function stubbornly<T>(ask: () => Promise<T>, triesLeft = 2): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof ApiError)) {
      throw error;
    }
    return await stubbornly(ask, triesLeft - 1);
  }
}

/** The file in pieces, one round trip each; no piece is kept once the next one is asked for. */
async function* linesOf(db: Db, filter: EventFilter, file: FileFormat): AsyncGenerator<string> {
  const limit = auditPolicy.exportedAtOnce;
  yield file.head;
  let before: EventPage['before'] = null;
  while (true) {
    const page: EventPage = { before, limit, patience: 'own' };
    const rows = await stubbornly(async () => await findEvents(db, filter, page));
    yield rows.map((row) => file.line(viewEvent(row))).join('');
    const last = rows.at(-1);
    if (!last || rows.length < limit) {
      return;
    }
    before = { id: last.id, key: last.time_key };
  }
}

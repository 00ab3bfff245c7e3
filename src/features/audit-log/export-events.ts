import { appendAudit, occurrence, type Caller } from '../../core/audit/audit.ts';
import type { QueryOf } from '../../core/endpoint/endpoint.ts';
import { auditPolicy } from '../../core/policy/policies.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/db.ts';
import { ok } from '../../platform/result.ts';
import type { exportAuditEvents as contract } from './contract.ts';
import { chainLines, sealsStatement, type FoundSeal } from './chain-lines.ts';
import { endFile, type Piece } from './end-file.ts';
import { eventsStatement, type EventFilter, type EventPage, type EventRow } from './event-store.ts';
import { pageReader, type ReadPage } from './page-reader.ts';
import { viewEvent } from './view-event.ts';
import { fileFormats, type FileFormat } from './write-lines.ts';

/**
 * The events that fit, until now, as a file that says at its end that it is whole. That it was asked for
 * is recorded first; whoever may not read it any more gets no further page.
 */
export async function exportEvents(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  caller: Caller,
  signedIn: SignedIn,
  { format, ...filter }: QueryOf<typeof contract>,
) {
  const { account, session } = signedIn;
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
  const read = pageReader(deps, caller, signedIn);
  const now = occurred.at.toISOString();
  const until = { ...filter, to: filter.to && filter.to < now ? filter.to : now };
  const name = `audit-${now.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  if (format === 'chain') {
    const { contentType, end } = fileFormats.ndjson;
    const lines = chainOf(read);
    const make = (length: number | null) => endFile(lines(), end, length);
    return ok({ fileName: `${name}-chain.ndjson`, contentType, make });
  }
  const { contentType, end, ...file } = fileFormats[format];
  const make = (length: number | null) => endFile(linesOf(read, until, file), end, length);
  return ok({ fileName: `${name}.${format}`, contentType, make });
}

/** The chain as often as it is asked for: each time up to the seal that was the last the first time. */
function chainOf(read: ReadPage): () => AsyncGenerator<Piece> {
  let until = Number.MAX_SAFE_INTEGER;
  return async function* () {
    let last = until;
    const page = async (after: number, limit: number) =>
      await read<FoundSeal>(sealsStatement(after, limit, until), sql`page.seal_seq::bigint`);
    for await (const piece of chainLines(page)) {
      last = piece.numbers.at(-1) ?? last;
      yield piece;
    }
    until = last;
  };
}

/** What was looked for, but for the words: somebody may have looked for an address, and the trail keeps none. */
function withoutWords({ text, ...filter }: EventFilter) {
  return text === undefined ? filter : { ...filter, text_length: text.length };
}

/** The file in pieces, one round trip each; no piece is kept once the next one is asked for. */
async function* linesOf(
  read: ReadPage,
  filter: EventFilter,
  file: Pick<FileFormat, 'head' | 'line'>,
): AsyncGenerator<Piece> {
  const limit = auditPolicy.exportedAtOnce;
  yield { text: file.head, numbers: [] };
  let before: EventPage['before'] = null;
  while (true) {
    const statement = eventsStatement(filter, { before, limit });
    const rows: EventRow[] = await read(statement, sql`page.occurred_at desc, page.id desc`);
    const events = rows.map(viewEvent);
    yield { text: events.map(file.line).join(''), numbers: events.map(({ seq }) => seq) };
    const last = rows.at(-1);
    if (!last || rows.length < limit) {
      return;
    }
    before = { id: last.id, key: last.time_key };
  }
}

import {
  appendAudit,
  occurrence,
  type ClientInfo,
  type Occurrence,
} from '../../core/audit/audit.ts';
import type { QueryOf } from '../../core/endpoint/endpoint.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { auditLogLimits } from './limits.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { fail, ok } from '../../platform/result.ts';
import type { exportAuditEvents as contract } from './contract.ts';
import { chainLines, sealsStatement, type FoundSeal } from './chain-lines.ts';
import { endFile, type Piece } from './end-file.ts';
import {
  eventsStatement,
  personId,
  type EventFilter,
  type EventPage,
  type EventRow,
} from './event-store.ts';
import { mayName, namesSomebody } from './list-events.ts';
import { pageReader, type ReadPage } from './page-reader.ts';
import { viewEvent } from './view-event.ts';
import { fileFormats, type FileFormat } from './write-lines.ts';

/**
 * The events that fit, until now, as a file that says at its end that it is whole. That it was asked for
 * is recorded first; a person who loses the permission gets no further page.
 */
export async function exportEvents(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  client: ClientInfo,
  signedIn: SignedIn,
  { format, ...filter }: QueryOf<typeof contract>,
) {
  const { account, session } = signedIn;
  if (namesSomebody(filter) && !mayName(account.roles)) {
    return fail(requestErrors.FORBIDDEN, 'may_not_read_users');
  }
  const occurred = occurrence(deps, client);
  const people = await record(deps.db, occurred, { account, session, format, filter });
  const read = pageReader(deps, client, signedIn);
  const now = occurred.at.toISOString();
  const until = { ...filter, ...people, to: filter.to && filter.to < now ? filter.to : now };
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

interface Export extends Pick<SignedIn, 'account' | 'session'> {
  readonly format: string;
  readonly filter: EventFilter;
}

/**
 * Records what is exported, by the ids of the people that were looked for: the trail keeps no address.
 * Those ids, null for an address that nobody has, so that every page of the file is about the same people.
 */
async function record(
  db: Db,
  occurred: Occurrence,
  { account, session, format, filter }: Export,
): Promise<Pick<EventFilter, 'actor' | 'target'>> {
  const { actor, target, ...rest } = filter;
  const facts = { format, filter: withoutWords(rest), session_id: session.id };
  const [row] = await db.query<{ readonly wanted: Pick<EventFilter, 'actor' | 'target'> }>(sql`
    with exported as (
      select ${account.id}::uuid as user_id, jsonb_build_object('actor', ${personId(actor)}) as actor,
        jsonb_build_object('target', ${personId(target)}) as target
    ), wanted as (
      select user_id, case when ${actor !== undefined}::boolean then actor else '{}' end
        || case when ${target !== undefined}::boolean then target else '{}' end as ids
      from exported
    ), audited as (
      ${appendAudit(sql`wanted`, occurred, {
        action: 'audit.exported',
        outcome: 'success',
        userId: sql`wanted.user_id`,
        targetId: null,
        metadata: sql`jsonb_set(${JSON.stringify(facts)}::jsonb, '{filter}',
          ${JSON.stringify(facts.filter)}::jsonb || wanted.ids)`,
      })}
    )
    select ids as wanted from wanted`);
  return row?.wanted ?? {};
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
  const limit = auditLogLimits.exportedAtOnce;
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

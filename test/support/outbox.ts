import type { ownerDatabase } from './stack.ts';

type Database = ReturnType<typeof ownerDatabase>;

export interface OutboxRow {
  readonly kind: string;
  readonly state: string;
  readonly to_address: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly error_code: string | null;
}

/** The e-mails queued for that address, oldest first. */
export async function outboxTo(database: Database, address: string): Promise<OutboxRow[]> {
  return await database.rows<OutboxRow & Record<string, unknown>>(
    'select kind, state, to_address, facts, error_code from mail_outbox where to_address = $1 order by id',
    [address],
  );
}

/** Their kinds alone. */
export async function kindsTo(database: Database, address: string): Promise<string[]> {
  return (await outboxTo(database, address)).map(({ kind }) => kind);
}

/** Counts the e-mails of that kind by outcome: `{ 'on its way': 3, RECIPIENT_LIMIT: 47 }`. */
export async function tallyOf(
  database: Database,
  address: string,
  kind: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const row of await outboxTo(database, address)) {
    if (row.kind === kind) {
      const name = row.error_code ?? 'on its way';
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

import type { ownerDatabase } from './stack.ts';

type Database = ReturnType<typeof ownerDatabase>;

export interface LetterRow {
  readonly kind: string;
  readonly state: string;
  readonly to_address: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly error_code: string | null;
}

/** The letters written to that address, oldest first. */
export async function lettersTo(database: Database, address: string): Promise<LetterRow[]> {
  return await database.rows<LetterRow & Record<string, unknown>>(
    'select kind, state, to_address, facts, error_code from mail_outbox where to_address = $1 order by id',
    [address],
  );
}

/** Their kinds alone. */
export async function kindsTo(database: Database, address: string): Promise<string[]> {
  return (await lettersTo(database, address)).map(({ kind }) => kind);
}

/** How many letters of that kind there are, by what became of them: `{ 'on its way': 3, RECIPIENT_LIMIT: 47 }`. */
export async function tallyOf(
  database: Database,
  address: string,
  kind: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const letter of await lettersTo(database, address)) {
    if (letter.kind === kind) {
      const name = letter.error_code ?? 'on its way';
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return counts;
}

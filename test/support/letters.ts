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

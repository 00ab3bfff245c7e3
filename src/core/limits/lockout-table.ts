import { untouched, type LockoutState } from './lockout.ts';

interface LockoutRow extends Record<string, SqlStorageValue> {
  readonly failures: number;
  readonly locked_until: number;
  readonly last_at: number;
}

/**
 * The lockouts of one shard. Attempts under way are held in memory and `write` puts what is left of
 * them on disk: a success in between leaves no trace there, neither in time nor in cost. Nothing here
 * awaits, so each step is atomic when a Durable Object calls it.
 */
export class LockoutTable {
  readonly #storage: Pick<DurableObjectStorage, 'sql'>;
  readonly #unwritten = new Map<string, LockoutState>();
  #isMade = false;

  constructor(storage: Pick<DurableObjectStorage, 'sql'>) {
    this.#storage = storage;
  }

  /** How many differ from what is on disk. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  find(subject: string): LockoutState {
    return this.#unwritten.get(subject) ?? this.#read(subject) ?? untouched;
  }

  /** Holds the state until the next `write`. */
  hold(subject: string, state: LockoutState): void {
    this.#unwritten.set(subject, state);
  }

  /** The subject failed at nothing any more: only what is on disk costs a write. */
  forget(subject: string): void {
    this.#unwritten.delete(subject);
    if (this.#read(subject)) {
      this.#sql('delete from ladders where subject = ?', subject);
    }
  }

  /** Everything that was held goes to disk, in one commit. */
  write(): void {
    for (const [subject, { failures, lockedUntil, lastAt }] of this.#unwritten) {
      this.#sql(
        `insert into ladders (subject, failures, locked_until, last_at) values (?, ?, ?, ?)
         on conflict (subject) do update
         set failures = excluded.failures, locked_until = excluded.locked_until, last_at = excluded.last_at`,
        subject,
        failures,
        lockedUntil,
        lastAt,
      );
    }
    this.#unwritten.clear();
  }

  /** Takes away lockouts without an attempt since `before` (Unix milliseconds) and below `failures`. How many are left. */
  sweep({ before, failures }: { readonly before: number; readonly failures: number }): number {
    this.#sql('delete from ladders where last_at <= ? and failures < ?', before, failures);
    return Number(this.#sql('select count(*) as count from ladders').one()['count']);
  }

  #read(subject: string): LockoutState | null {
    const found = 'select failures, locked_until, last_at from ladders where subject = ?';
    const [row] = this.#sql<LockoutRow>(found, subject);
    return row
      ? { failures: row.failures, lockedUntil: row.locked_until, lastAt: row.last_at }
      : null;
  }

  #sql<Row extends Record<string, SqlStorageValue>>(text: string, ...values: SqlStorageValue[]) {
    if (!this.#isMade) {
      this.#storage.sql.exec(
        `create table if not exists ladders (subject text primary key, failures integer not null,
           locked_until integer not null, last_at integer not null) without rowid`,
      );
      this.#isMade = true;
    }
    return this.#storage.sql.exec<Row>(text, ...values);
  }
}

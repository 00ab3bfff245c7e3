import type { AllWindows, WindowName } from './limits.ts';
import { countsUntil, take, type WindowDecision, type WindowState } from './window.ts';

interface WindowRow extends Record<string, SqlStorageValue> {
  readonly times: ArrayBuffer;
}

interface Held {
  readonly state: WindowState;
  /** Unix milliseconds; from then on nothing in the window counts. */
  readonly countsUntil: number;
}

type Storage = Pick<DurableObjectStorage, 'sql'>;

/** Windows one shard has on disk at most, a few hundred bytes each. */
const MAX_ROWS = 32_768;
/** And of these in memory, the last ones used. */
const MAX_HELD = 4096;
const SWEEP_AGAIN_MILLISECONDS = 1000;
/**
 * The windows of one shard. They are on disk, one row each with the times of the attempts that count;
 * memory holds the last used ones and what `write` has yet to put there. A window leaves memory only
 * once it is written and leaves the disk only when nothing in it counts, so a flood of other subjects
 * gives nobody a window back: when the shard is full, subjects it does not know share one window of
 * each name. Nothing here awaits, so each call from a Durable Object is atomic.
 */
export class WindowTable {
  readonly #storage: Storage;
  readonly #windows: AllWindows;
  /** In the order of their last use. */
  readonly #held = new Map<string, Held>();
  readonly #unwritten = new Set<string>();
  #isMade = false;
  #subjects: number | null = null;
  #sweptAt = 0;

  constructor(storage: Storage, windows: AllWindows) {
    this.#storage = storage;
    this.#windows = windows;
  }

  /** Windows in memory. */
  get held(): number {
    return this.#held.size;
  }

  /** After this long nothing of any window counts. */
  get longestMilliseconds(): number {
    const spans = Object.values(this.#windows).map(({ windowSeconds }) => windowSeconds);
    return Math.max(...spans) * 1000;
  }

  /** How many differ from what is on disk. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** Counts one attempt of `subject` in the window `name`; `now` in Unix milliseconds. */
  take(name: WindowName, subject: string, now: number): WindowDecision {
    const { key, state: before } = this.#find(name, subject, now);
    const { state, decision } = take(before, this.#windows[name], now);
    this.#hold(key, { state, countsUntil: countsUntil(state, this.#windows[name]) });
    if (decision.allowed) {
      this.#unwritten.add(key); // a refused attempt counts for nothing and writes nothing
    }
    this.#holdFewer();
    return decision;
  }

  /** Every window that changed goes to disk, in one commit. */
  write(): void {
    for (const key of this.#unwritten) {
      const held = this.#held.get(key);
      if (held) {
        this.#sql(
          `insert into windows (subject, times, counts_until) values (?, ?, ?)
           on conflict (subject) do update set times = excluded.times, counts_until = excluded.counts_until`,
          key,
          Float64Array.from(held.state).buffer,
          held.countsUntil,
        );
      }
    }
    this.#unwritten.clear();
  }

  /** Takes away windows in which nothing counts at `now` (Unix milliseconds). How many are left. */
  sweep(now: number): number {
    this.write();
    this.#sql('delete from windows where counts_until <= ?', now);
    this.#held.clear();
    this.#sweptAt = now;
    this.#subjects = this.#count();
    return this.#subjects;
  }

  /** The window of that subject; of everybody who is new while the shard is full, the shared one. */
  #find(name: WindowName, subject: string, now: number) {
    const key = `${name}:${subject}`;
    const state = this.#held.get(key)?.state ?? this.#read(key);
    if (state) {
      return { key, state };
    }
    if (this.#hasRoom(now)) {
      this.#subjects = this.#knownSubjects() + 1;
      return { key, state: [] };
    }
    const shared = `${name}:`;
    return { key: shared, state: this.#held.get(shared)?.state ?? this.#read(shared) ?? [] };
  }

  #hasRoom(now: number): boolean {
    if (
      this.#knownSubjects() >= MAX_ROWS &&
      Math.abs(now - this.#sweptAt) >= SWEEP_AGAIN_MILLISECONDS
    ) {
      this.sweep(now);
    }
    return this.#knownSubjects() < MAX_ROWS;
  }

  #knownSubjects(): number {
    this.#subjects ??= this.#count();
    return this.#subjects;
  }

  #hold(key: string, held: Held): void {
    this.#held.delete(key); // set again, so that the map stays in order of last use
    this.#held.set(key, held);
  }

  #holdFewer(): void {
    const [oldest] = this.#held.size > MAX_HELD ? this.#held.keys() : [];
    if (oldest === undefined) {
      return;
    }
    if (this.#unwritten.has(oldest)) {
      this.write();
    }
    this.#held.delete(oldest);
  }

  #read(key: string): WindowState | null {
    const [row] = this.#sql<WindowRow>('select times from windows where subject = ?', key);
    return row ? [...new Float64Array(row.times)] : null;
  }

  #count(): number {
    return Number(this.#sql('select count(*) as count from windows').one()['count']);
  }

  #sql<Row extends Record<string, SqlStorageValue>>(text: string, ...values: SqlStorageValue[]) {
    if (!this.#isMade) {
      this.#storage.sql.exec(
        `create table if not exists windows (subject text primary key, times blob not null,
           counts_until integer not null) without rowid`,
      );
      this.#isMade = true;
    }
    return this.#storage.sql.exec<Row>(text, ...values);
  }
}

import { NeonDbError } from '@neondatabase/serverless';

import { ApiError } from '../errors.ts';
import { watchIsolate } from '../isolate-watch.ts';
import { overloaded } from '../load-errors.ts';
import { noCpuTime, whenDeadlinePasses, type CpuTime } from '../deadline.ts';
import { fail } from '../result.ts';
import { Secret } from '../secret.ts';
import { dbErrors } from './errors.ts';
import { neonAt, type Neon } from './neon.ts';
import { compile, type Sql } from './sql.ts';
import { WrongType } from './wrong-type.ts';

/** Whether a wait is charged to what all waits of the request have together, or has the same for itself: a page of a long file. */
export type Deadline = 'shared' | 'own';

/** PostgreSQL over HTTP. One call is one statement and one round trip; there is no open transaction. */
export interface Db {
  /**
   * Rows in the shape the statement selects: timestamps are Date, bigint is text, arrays are arrays.
   * @throws ApiError DATABASE_UNAVAILABLE when the answer did not come in time or was lost, OVERLOADED when it did not come in
   * time and this isolate heard nobody meanwhile.
   */
  query<Row>(statement: Sql, deadline?: Deadline): Promise<Row[]>;
  /** Calls made so far, for the log line and the tests that count them. */
  readonly roundTrips: number;
}

/** All waits of one request together may take this long before the client is told to come back. */
const BUDGET_MILLISECONDS = 3000;
/** However busy this isolate was meanwhile. */
const LONGEST_MILLISECONDS = 30_000;
const LEAST_MILLISECONDS = 500;
const RETRY_AFTER_SECONDS = 2;

/** A driver is made once for an address, however many requests go there. */
const addresses = new WeakMap<Secret, Neon>();

function driverFor(url: Secret): Neon {
  const neon = addresses.get(url) ?? neonAt(url.expose());
  addresses.set(url, neon);
  return neon;
}

/**
 * A connection for one request. Only time spent waiting for the database is charged to its budget:
 * neither that of an outside provider nor that in which this isolate was hashing.
 */
export function connect(url: Secret, cpuTime: CpuTime = noCpuTime): Db {
  const neon = driverFor(url);
  const { deadlineFactor = 1 } = cpuTime;
  let roundTrips = 0;
  let left = BUDGET_MILLISECONDS;
  return {
    get roundTrips() {
      return roundTrips;
    },
    async query<Row>(statement: Sql, deadlineOf: Deadline = 'shared') {
      roundTrips += 1;
      const late = new AbortController();
      const watch = watchIsolate();
      let wasStarved = false;
      const startedAt = Date.now();
      const busyBefore = cpuTime.done();
      const deadline = {
        budgetMilliseconds:
          deadlineOf === 'own' ? BUDGET_MILLISECONDS : Math.max(left, LEAST_MILLISECONDS),
        longestMilliseconds: LONGEST_MILLISECONDS,
        cpuTime,
      };
      const end = whenDeadlinePasses(deadline, () => {
        wasStarved = watch.wasStarved();
        late.abort();
      });
      try {
        const rows = await neon.query(compile(statement), late.signal);
        // Nobody here knows what the statement selects; the store that wrote it does.
        return rows as Row[];
      } catch (error) {
        throw isUnavailable(error) ? unavailable(error, wasStarved) : error;
      } finally {
        end();
        watch.stop();
        const busy = (cpuTime.done() - busyBefore) * cpuTime.pieceMilliseconds;
        const waited = Math.max(0, Date.now() - startedAt - busy) / deadlineFactor;
        left -= deadlineOf === 'own' ? 0 : waited;
      }
    },
  };
}

/**
 * The same database, for work that no request waits for: it goes by a name of its own in
 * `pg_stat_activity`, and a count of what a request costs leaves it out.
 */
export function inBackground(url: Secret): Secret {
  const address = new URL(url.expose());
  address.searchParams.set('application_name', 'sallyport_background');
  return new Secret(address.href);
}

/** The same for work without a client who waits: every statement has the whole budget for itself. */
export function connectEach(url: Secret): Db {
  let roundTrips = 0;
  return {
    get roundTrips() {
      return roundTrips;
    },
    async query<Row>(statement: Sql) {
      roundTrips += 1;
      return await connect(url).query<Row>(statement);
    },
  };
}

/** Who missed an answer because nobody was heard here says so, and does not blame the database. */
function unavailable(cause: unknown, wasStarved: boolean): ApiError {
  const failure = wasStarved
    ? overloaded('starved_beside_database', RETRY_AFTER_SECONDS)
    : fail(dbErrors.DATABASE_UNAVAILABLE, 'database_unavailable', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
  return new ApiError(failure, { cause });
}

/**
 * SQLSTATE classes that speak of the server and not of the statement: connection, resources, operator
 * intervention, system; then serialization, deadlock, lock timeout, read-only replica (PostgreSQL appendix A).
 */
const SERVER_STATES = /^(08|53|57|58|40001|40P01|55P03|25006|28)/;

function isUnavailable(error: unknown): boolean {
  if (error instanceof NeonDbError) {
    return error.code === undefined || SERVER_STATES.test(error.code);
  }
  return !(error instanceof WrongType);
}

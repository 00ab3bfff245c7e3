import type { Db, Deadline } from '../../platform/db/db.ts';
import { compile, sql, type Sql } from '../../platform/db/sql.ts';
import { auditLogs } from './tables.ts';

/** A database that notices when rows of the audit trail are written, so that they are sealed soon. */
export interface AuditDb extends Db {
  /** A statement with an audit row was sent, whatever became of it. */
  readonly hasAudit: boolean;
  /** A function of the database says that it wrote one: its statement does not show it. */
  noticed(): void;
}

/** What every statement that records something contains. */
const RECORDS = compile(sql`insert into ${auditLogs}`).text;

/** Wraps the connection of one request. The text of the statement tells, so that no feature can forget it; a function that records says so itself. */
export function noticeAudit(db: Db): AuditDb {
  let hasAudit = false;
  return {
    get roundTrips() {
      return db.roundTrips;
    },
    get hasAudit() {
      return hasAudit;
    },
    noticed() {
      hasAudit = true;
    },
    async query<Row>(statement: Sql, deadline?: Deadline) {
      hasAudit ||= compile(statement).text.includes(RECORDS);
      return await db.query<Row>(statement, deadline);
    },
  };
}

import { expect, test } from 'vitest';

import type { Db } from '../../platform/db/db.ts';
import { compile, sql } from '../../platform/db/sql.ts';
import { noticeAudit } from './notice-audit.ts';
import { auditLogs } from './tables.ts';

function watched() {
  const asked: unknown[] = [];
  const db: Db = {
    roundTrips: 7,
    async query(statement, deadline) {
      asked.push([compile(statement).text, deadline]);
      return [];
    },
  };
  return { asked, db: noticeAudit(db) };
}

test('a statement goes on as it came, with the deadline it was given', async () => {
  const { asked, db } = watched();
  await db.query(sql`select 1`, 'own');
  await db.query(sql`select 2`);
  expect(asked).toEqual([
    ['select 1', 'own'],
    ['select 2', undefined],
  ]);
  expect([db.hasAudit, db.roundTrips]).toEqual([false, 7]);
});

test('one that records something is noticed', async () => {
  const { db } = watched();
  await db.query(sql`insert into ${auditLogs} (id) values (1)`);
  expect(db.hasAudit).toBe(true);
});

test('what a function of the database recorded is noticed when it says so', () => {
  const { db } = watched();
  expect(db.hasAudit).toBe(false);
  db.noticed();
  expect(db.hasAudit).toBe(true);
});

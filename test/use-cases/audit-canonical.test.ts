import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { canonicalOf, type AuditRow } from '../../src/core/audit/chain/canonical.ts';
import { commitmentOf, detailsOf } from '../../src/core/audit/chain/details.ts';
import { rowColumns } from '../../src/core/audit/row-columns.ts';
import { chainedDatabase } from '../support/audit-chain.ts';
import { compile } from '../../src/platform/db/sql.ts';

let chained: Awaited<ReturnType<typeof chainedDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  chained = await chainedDatabase([]);
  owner = new pg.Client({ connectionString: chained.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await chained.database.stop();
});

/** Every text that PostgreSQL takes: no NUL, no lone surrogate. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from(
        '"\\/\b\f\n\r\t\u0001\u000B\u001F\u007F\u0080\u2028\u2029\uFEFF\uFFFE😀é\'${}<',
      ),
    ),
    maxLength: 20,
  }),
  fc.constantFrom('\\u0000', '\\"', '","action":"', '</script>', '\u202E', 'e\u0301'),
);
const text = hostile.map((value) => value.replaceAll('\0', '').toWellFormed());
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });

/** Numbers as they are written, of any length: no double is made of them on the way. */
const number = fc
  .tuple(
    fc.bigInt(-(10n ** 40n), 10n ** 40n),
    maybe(fc.nat()),
    maybe(fc.integer({ min: -9, max: 9 })),
  )
  .map(
    ([whole, fraction, exponent]) =>
      `${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
  );
const metadata = fc
  .array(
    fc.tuple(
      text,
      fc.oneof(
        number,
        text.map((value) => JSON.stringify(value)),
      ),
    ),
    {
      maxLength: 4,
    },
  )
  .map(
    (members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`,
  );

const microseconds = fc
  .bigInt(946_684_800_000_000n, 253_402_300_799_999_999n)
  .map(
    (all) =>
      `${new Date(Number(all / 1000n)).toISOString().slice(0, -1)}${String(all % 1000n).padStart(3, '0')}Z`,
  );

const rows = fc.record({
  occurredAt: microseconds,
  actorType: fc.constantFrom('user', 'anonymous', 'service'),
  actorId: maybe(fc.uuid()),
  targetType: maybe(text),
  targetId: maybe(fc.uuid()),
  ip: text,
  userAgent: text,
  metadata,
});

test('the database seals every row as the same canonical text that the verifier computes', async () => {
  await owner.query('begin');
  await fc.assert(
    fc.asyncProperty(rows, async (row) => {
      const id = randomUUID();
      await owner.query(
        `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
           target_type, target_id, ip, user_agent, trace_id, metadata)
         values ($1, $2, 'user.signed_in', 'refused', $3, $4, $5, $6, $7, $8, repeat('a', 32), $9)`,
        [
          id,
          row.occurredAt,
          row.actorType,
          row.actorId,
          row.targetType,
          row.targetId,
          row.ip,
          row.userAgent,
          row.metadata,
        ],
      );
      const { rows: found } = await owner.query<AuditRow & { text: string }>(
        `select ${compile(rowColumns).text}, audit_canonical(l) as text from security_audit_logs l where id = $1`,
        [id],
      );
      const [stored] = found;
      if (!stored) {
        throw new Error('the row was not stored');
      }
      const { text: sealed, ...columns } = stored;
      expect(columns).toMatchObject({ occurredAt: row.occurredAt, userAgent: row.userAgent });
      const details = detailsOf(columns);
      expect(details?.salt).toMatch(/^[0-9a-f]{64}$/);
      expect(sealed).toBe(canonicalOf(columns, details && (await commitmentOf(details))));
    }),
    { numRuns: 500 },
  );
  await owner.query('rollback');
});

test('a time without a canonical text is refused, so no row stays unsealed forever', async () => {
  for (const at of ['infinity', '-infinity', '0044-03-15 12:00:00+00 BC', '10000-01-01']) {
    const insert = owner.query(
      `insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent, trace_id)
       values (gen_random_uuid(), $1, 'user.signed_in', 'success', 'user', '', '', repeat('a', 32))`,
      [at],
    );
    await expect(insert).rejects.toThrow('security_audit_logs_time_has_a_text');
  }
});

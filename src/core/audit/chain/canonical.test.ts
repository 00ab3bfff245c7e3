import fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalOf, type AuditRow } from './canonical.ts';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const maybe = fc.option(text, { nil: null });

/** Any texts at all, also such as no column would take. */
const rows: fc.Arbitrary<AuditRow> = fc.record({
  id: text,
  seq: text,
  occurredAt: text,
  action: text,
  outcome: text,
  actorType: text,
  actorId: maybe,
  targetType: maybe,
  targetId: maybe,
  ip: text,
  userAgent: text,
  traceId: text,
  metadata: text,
  salt: fc.constant(null),
});

const example: AuditRow = {
  id: '0193f3a0-0000-7000-8000-000000000001',
  seq: '9007199254740993',
  occurredAt: '2026-11-21T12:00:00.123456Z',
  action: 'user.signed_in',
  outcome: 'success',
  actorType: 'user',
  actorId: '0193f3a0-0000-7000-8000-000000000002',
  targetType: null,
  targetId: null,
  ip: '192.0.2.1',
  userAgent: 'a "quoted"\tagent \u2028 é',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  metadata: '{"n": 1.0000000000000000001}',
  salt: null,
};

const COMMITMENT = 'c'.repeat(64);
/** Either form; in the second, address and browser stand behind the commitment alone. */
const forms = fc.constantFrom(null, COMMITMENT);
const seenIn = (row: AuditRow, form: string | null) =>
  JSON.stringify(form === null ? row : { ...row, ip: '', userAgent: '' });

test('form 1 is this text, byte for byte', () => {
  expect(canonicalOf(example, null)).toBe(
    '{"v":1,"id":"0193f3a0-0000-7000-8000-000000000001","seq":"9007199254740993",' +
      '"occurred_at":"2026-11-21T12:00:00.123456Z","action":"user.signed_in","outcome":"success",' +
      '"actor":{"type":"user","id":"0193f3a0-0000-7000-8000-000000000002"},' +
      '"target":{"type":null,"id":null},"ip":"192.0.2.1",' +
      '"user_agent":"a \\"quoted\\"\\tagent \u2028 é","trace_id":"0af7651916cd43dd8448eb211c80319c",' +
      '"metadata":{"n": 1.0000000000000000001}}',
  );
});

test('form 2 is this text, byte for byte', () => {
  expect(canonicalOf(example, COMMITMENT)).toBe(
    '{"v":2,"id":"0193f3a0-0000-7000-8000-000000000001","seq":"9007199254740993",' +
      '"occurred_at":"2026-11-21T12:00:00.123456Z","action":"user.signed_in","outcome":"success",' +
      '"actor":{"type":"user","id":"0193f3a0-0000-7000-8000-000000000002"},' +
      `"target":{"type":null,"id":null},"details":"${COMMITMENT}",` +
      '"trace_id":"0af7651916cd43dd8448eb211c80319c","metadata":{"n": 1.0000000000000000001}}',
  );
});

test('two rows that differ anywhere have two texts', () => {
  fc.assert(
    fc.property(rows, rows, forms, (one, other, form) => {
      const isSame = seenIn(one, form) === seenIn(other, form);
      return (canonicalOf(one, form) === canonicalOf(other, form)) === isSame;
    }),
  );
});

const members = Object.keys(example).filter((name) => name !== 'salt');

test('a change of any one member changes the text', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(...members), text, forms, (row, name, value, form) => {
      const other = { ...row, [name]: value };
      fc.pre(seenIn(row, form) !== seenIn(other, form));
      return canonicalOf(row, form) !== canonicalOf(other, form);
    }),
  );
});

test('moving text from one member into its neighbour changes the whole', () => {
  fc.assert(
    fc.property(rows, text, (row, moved) => {
      fc.pre(moved !== '');
      const here = { ...row, ip: row.ip + moved };
      const there = { ...row, userAgent: moved + row.userAgent };
      return canonicalOf(here, null) !== canonicalOf(there, null);
    }),
  );
});

test('what PostgreSQL stores is JSON again, with its members in their order', () => {
  const parsed: unknown = JSON.parse(canonicalOf(example, null));
  expect(Object.keys(Object(parsed))).toEqual(
    'v id seq occurred_at action outcome actor target ip user_agent trace_id metadata'.split(' '),
  );
  const second: unknown = JSON.parse(canonicalOf(example, COMMITMENT));
  expect(Object.keys(Object(second))).toEqual(
    'v id seq occurred_at action outcome actor target details trace_id metadata'.split(' '),
  );
});

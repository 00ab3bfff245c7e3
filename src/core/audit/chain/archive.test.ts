import { expect, test } from 'vitest';

import { ARCHIVED, type Archive } from './archive.ts';
import { canonicalOf, type AuditRow } from './canonical.ts';
import { chainHash, GENESIS } from './chain-hash.ts';
import type { Seal } from './finding.ts';
import { verifyChain } from './verify.ts';

const row: AuditRow = {
  id: '0195d0a0-0000-7000-8000-000000000000',
  seq: '1',
  occurredAt: '2026-01-21T12:00:00.000000Z',
  action: 'user.signed_in',
  outcome: 'success',
  actorType: 'user',
  actorId: null,
  targetType: null,
  targetId: null,
  ip: '192.0.2.1',
  userAgent: 'test',
  traceId: '0'.repeat(32),
  metadata: '{}',
  salt: null,
};

const JANUARY: Archive = {
  month: '2026-01',
  rows: 3,
  first_seq: 2,
  last_seq: 4,
  file_sha256: 'a'.repeat(64),
};
const FEBRUARY: Archive = {
  month: '2026-02',
  rows: 2,
  first_seq: 5,
  last_seq: 6,
  file_sha256: 'b'.repeat(64),
};

type Step = Partial<Omit<AuditRow, 'metadata'>> & { readonly archives?: readonly Archive[] };

const inMonth = (month: string): Step => ({ occurredAt: `${month}-21T12:00:00.000000Z` });
const says = (month: string, ...archives: Archive[]): Step => ({
  ...inMonth(month),
  action: ARCHIVED,
  archives,
});

/** A chain of these rows; those with the numbers in `gone` have lost their texts. */
async function chainOf(steps: readonly Step[], gone: readonly number[]): Promise<Seal[]> {
  const seals: Seal[] = [];
  let previousHash = GENESIS;
  for (const [index, { archives, ...step }] of steps.entries()) {
    const seq = index + 1;
    const metadata = JSON.stringify(archives ? { archives } : {});
    const whole = { ...row, ...step, metadata };
    const text = canonicalOf(whole, null);
    const hash = await chainHash(previousHash, seq, text);
    const canonical = gone.includes(seq) ? null : text;
    seals.push({
      seq,
      logId: `row ${seq}`,
      occurredAt: whole.occurredAt,
      canonical,
      previousHash,
      hash,
    });
    previousHash = hash;
  }
  return seals;
}

const found = async (seals: readonly Seal[], more: object = {}) =>
  (await verifyChain(seals, { heads: [], keys: [], ...more })).finding;

const january = Array.from({ length: 4 }, () => inMonth('2026-01'));

test('a text may be missing where a later row says that just these were archived', async () => {
  const seals = await chainOf(
    [inMonth('2025-12'), ...january.slice(1), says('2026-02', JANUARY)],
    [2, 3, 4],
  );
  expect(await found(seals)).toBeNull();
  expect(await found(seals, { isPart: true })).toBeNull();
});

test('nothing but a sealed row explains a gap: not the gap itself, not a list beside the chain', async () => {
  const steps = [inMonth('2025-12'), ...january.slice(1), inMonth('2026-02')];
  const seals = await chainOf(steps, [2, 3, 4]);
  const missing = { kind: 'missing', seq: 2, logId: 'row 2' };
  expect(await found(seals)).toMatchObject(missing);
  expect(await found(seals, { isPart: true })).toMatchObject(missing);
  expect(await found(seals, { listed: [JANUARY] })).toMatchObject(missing);
});

test('the row and the list of the database have to say the same', async () => {
  const steps = [inMonth('2025-12'), ...january.slice(1), says('2026-02', JANUARY)];
  const seals = await chainOf(steps, [2, 3, 4]);
  expect(await found(seals, { listed: [JANUARY] })).toBeNull();
  for (const listed of [[], [{ ...JANUARY, file_sha256: 'c'.repeat(64) }], [FEBRUARY]]) {
    expect(await found(seals, { listed })).toMatchObject({ kind: 'missing', seq: 2 });
  }
});

test('a month that is listed and never stated is found before anything of it is missing', async () => {
  const seals = await chainOf(january, []);
  expect(await found(seals, { listed: [JANUARY] })).toMatchObject({ kind: 'inserted', seq: null });
});

test.for([
  ['more texts are missing than rows were archived', { ...JANUARY, rows: 2 }, [2, 3, 4]],
  ['fewer are', JANUARY, [2, 3]],
  ['one before the range is', { ...JANUARY, first_seq: 3, rows: 2 }, [2, 3, 4]],
  ['one behind it is', { ...JANUARY, last_seq: 3, rows: 2 }, [2, 3, 4]],
  ['the row speaks of another month', { ...JANUARY, month: '2026-02' }, [2, 3, 4]],
] as const)('%s: found', async ([, archive, gone]) => {
  const seals = await chainOf(
    [inMonth('2025-12'), ...january.slice(1), says('2026-02', archive)],
    gone,
  );
  expect(await found(seals)).toMatchObject({ kind: 'missing', seq: 2 });
});

test('a row explains nothing that comes after it, nor when its own text is gone', async () => {
  const early = await chainOf([says('2025-12', JANUARY), ...january.slice(1)], [2, 3, 4]);
  expect(await found(early)).toMatchObject({ kind: 'missing', seq: 2 });
  const gone = await chainOf(
    [inMonth('2025-12'), ...january.slice(1), says('2026-02', JANUARY)],
    [2, 3, 4, 5],
  );
  expect(await found(gone)).toMatchObject({ kind: 'missing', seq: 2 });
});

test('an archive row may be archived itself: the next one says of all months where they are', async () => {
  const steps = [
    inMonth('2025-12'),
    ...january.slice(1),
    says('2026-02', JANUARY),
    inMonth('2026-02'),
  ];
  const gone = [2, 3, 4, 5, 6];
  const both = await chainOf([...steps, says('2026-03', JANUARY, FEBRUARY)], gone);
  expect(await found(both)).toBeNull();
  const one = await chainOf([...steps, says('2026-03', FEBRUARY)], gone);
  expect(await found(one)).toMatchObject({ kind: 'missing', seq: 2 });
});

test('words that look like an archive row in another member are none', async () => {
  const seals = await chainOf(
    [
      inMonth('2025-12'),
      ...january.slice(1),
      {
        ...says('2026-02', JANUARY),
        action: 'user.signed_in',
        userAgent: `"action":"${ARCHIVED}"`,
      },
    ],
    [2, 3, 4],
  );
  expect(await found(seals)).toMatchObject({ kind: 'missing', seq: 2 });
});

test('a part is explained by what a later one states', async () => {
  const seals = await chainOf(january, [3]);
  const part = seals.slice(1);
  expect(await found(part, { isPart: true })).toMatchObject({ kind: 'missing', seq: 3 });
  const stated = { archives: [{ ...JANUARY, rows: 9, last_seq: 12 }], gone: [] };
  expect(await found(part, { isPart: true, stated })).toBeNull();
});

import { expect, test } from 'vitest';

import { checks } from './checks.ts';
import { blocker, couldNotCheck, ok } from './finding.ts';
import { asJson, describe, isSound } from './report.ts';

const seen = (id: string, finding: ReturnType<typeof ok>) => ({ id, looksAt: id, ...finding });

const findings = [
  seen('a', ok('Fine.')),
  seen('b', couldNotCheck('Not named.', 'name it')),
  seen('c', couldNotCheck('Not named.', 'name it')),
  seen('d', blocker('Broken.', 'fix one', 'fix two')),
];

test('blockers come first, each with its commands, and equal reasons are printed once', () => {
  expect(describe(findings, ['x'], false)).toBe(`Looked at
  x

Blockers (1)
  ✗ d  Broken.
       $ fix one
       $ fix two

Could not be checked (2)
  ? b, c
      Not named.
      $ name it

In order (1)
  ✓ a  Fine.

1 in the way (0 warnings, 2 not checked). Fix the first one first: others may follow from it.
`);
});

test('only a blocker fails the report, in text and in JSON', () => {
  expect(isSound(findings)).toBe(false);
  expect(isSound(findings.slice(0, 3))).toBe(true);
  expect(JSON.parse(asJson(findings, []))).toMatchObject({ ok: false, findings: { length: 4 } });
});

test('every check has a name of its own', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

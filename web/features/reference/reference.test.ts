import { expect, test } from 'vitest';

import { currentReference } from '../../../scripts/reference/plugin.ts';
import { openApi } from '../../../src/features/reference/contract.ts';
import { curlOf } from './curl.ts';
import { groupsOf, titleOf } from './reference.ts';

const reference = openApi.view.parse(currentReference());
const all = groupsOf(reference, '').flatMap(({ endpoints }) => endpoints);

function found(words: string): string[] {
  return groupsOf(reference, words)
    .flatMap(({ endpoints }) => endpoints)
    .map(({ method, path }) => `${method} ${path}`);
}

function curlFor(path: string): string {
  const listed = all.find((one) => one.path === path);
  return listed ? curlOf(listed) : '';
}

test('without words every endpoint is shown, in groups by feature', () => {
  const paths = Object.values(reference.paths).flatMap((methods) => Object.keys(methods));
  expect(all).toHaveLength(paths.length);
  expect(groupsOf(reference, '').map(({ name }) => name)).toContain('totp');
});

test('words are looked for in the path, its other names, the sentence, the guard and the codes', () => {
  expect(found('post 2fa/confirm')).toEqual(['POST /api/auth/2fa/confirm']);
  expect(found('recovery-login')).toEqual(['POST /api/auth/2fa/verify']);
  expect(found('BUDGET_EXCEEDED service')).toEqual(['POST /api/alerts/sms']);
  expect(found('no such thing')).toEqual([]);
});

test('a call is shown as one would type it', () => {
  expect(curlFor('/api/auth/login')).toBe(
    [
      `curl -sS -X POST "$URL/api/auth/login"`,
      `-b "$JAR" -c "$JAR"`,
      `-H 'content-type: application/json'`,
      `-d '{"email":"ada@example.com","password":"seven purple otters sing"}'`,
    ].join(' \\\n  '),
  );
  expect(curlFor('/api/alerts/sms')).toContain('-H "authorization: Bearer $TOKEN"');
  expect(curlFor('/api/market/quote')).toContain('"$URL/api/market/quote?symbol=AAPL"');
  expect(curlFor('/api/health')).toBe('curl -sS "$URL/api/health"');
});

test('a feature has a name to read', () => {
  expect(['totp', 'sms-alerts', 'audit-log'].map(titleOf)).toEqual([
    'TOTP',
    'SMS alerts',
    'Audit log',
  ]);
});

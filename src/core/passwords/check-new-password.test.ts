import { expect, test } from 'vitest';

import { answered, client, late, meterDeps, unreachable } from '../../../test/support/meter.ts';
import { sha1Hex } from '../../platform/crypto/digest.ts';
import { ApiError } from '../../platform/errors.ts';
import { fail } from '../../platform/result.ts';
import { dbErrors } from '../../platform/db/errors.ts';
import { checkNewPassword, weighPassword } from './check-new-password.ts';

const password = 'correct horse battery staple';
const ask = { password, email: 'somebody@example.com', userId: null };
const hash = await sha1Hex(password);
const [prefix, suffix] = [hash.slice(0, 5), hash.slice(5)];
const listed = () => answered(`${'0'.repeat(35)}:1\r\n${suffix}:777\r\n`);
const notListed = () => answered(`${'0'.repeat(35)}:1\r\n${suffix}:0\r\n`);

function set(policy: 'accept' | 'refuse' | 'off', ...answer: Parameters<typeof meterDeps>[1][]) {
  const metered = meterDeps({ BREACHED_PASSWORDS: policy }, ...answer);
  return { ...metered, deps: { ...metered.deps, config: { BREACHED_PASSWORDS: policy } } };
}

test('SHA-1 is SHA-1 (RFC 3174 section 7.3)', async () => {
  expect(await sha1Hex('abc')).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
});

test('a password from a known breach is refused, without a word of how often', async () => {
  const { deps } = set('accept', listed);
  const refused = await checkNewPassword(deps, client, ask);
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'PASSWORD_TOO_WEAK' },
    reason: 'password_breached',
    wording: { suggestedFix: expect.stringContaining('known breaches') },
  });
  expect(JSON.stringify(refused)).not.toContain('777');
});

test('one in no breach is fine, padding or not, and the call is a row of the ledger', async () => {
  const { deps, statements } = set('accept', notListed);
  expect(await checkNewPassword(deps, client, ask)).toMatchObject({ ok: true });
  expect(statements).toHaveLength(2);
  expect(statements[0]).toEqual(expect.arrayContaining(['hibp', 'range.search', 'use']));
});

test('five characters of the hash leave, and neither they nor the rest are written down', async () => {
  const { deps, sent, statements } = set('accept', notListed);
  await checkNewPassword(deps, client, ask);
  expect(sent).toMatchObject([{ path: `/range/${prefix}`, timeoutMilliseconds: 1000 }]);
  for (let end = 6; end <= hash.length; end++) {
    expect(JSON.stringify(sent)).not.toContain(hash.slice(0, end));
  }
  expect(JSON.stringify(sent)).not.toContain(suffix.slice(0, 5));
  expect(JSON.stringify(statements)).not.toContain(prefix);
});

test('the same password typed in another form is the same one', async () => {
  const { deps, sent } = set('accept', notListed);
  await checkNewPassword(deps, client, { ...ask, password: 'ﬁfteen quiet otters' });
  await checkNewPassword(deps, client, { ...ask, password: 'fifteen quiet otters' });
  expect(sent[0]?.path).toBe(sent[1]?.path);
});

test('a password that our own rules refuse is asked of nobody', async () => {
  const { deps, sent, statements } = set('accept');
  const refused = await checkNewPassword(deps, client, { ...ask, password: 'password12345678' });
  expect(refused).toMatchObject({ ok: false, reason: 'password_common' });
  expect([...sent, ...statements]).toEqual([]);
});

test.for([
  ['unreachable', unreachable, 'PROVIDER_FAILED'],
  ['late', late, 'PROVIDER_TIMEOUT'],
  ['ill', () => answered('', 503), 'PROVIDER_FAILED'],
  ['throttling', () => answered('', 429), 'PROVIDER_FAILED'],
  ['garbled', () => answered('<html>'), 'PROVIDER_FAILED'],
] as const)('a list that is %s refuses nobody unless it was told to', async ([, answer, code]) => {
  const open = set('accept', answer);
  expect(await checkNewPassword(open.deps, client, ask)).toMatchObject({ ok: true });
  expect(open.statements).toHaveLength(2);
  const closed = await checkNewPassword(set('refuse', answer).deps, client, ask);
  expect(closed).toMatchObject({ ok: false, error: { code } });
});

test('a list with a malformed address is a list that cannot be asked', async () => {
  for (const [policy, expected] of [
    ['accept', { ok: true }],
    ['refuse', { ok: false, error: { code: 'PROVIDER_NOT_CONFIGURED' } }],
  ] as const) {
    const { deps } = meterDeps({ HIBP_BASE_URL: 'nonsense' });
    const config = { BREACHED_PASSWORDS: policy };
    expect(await checkNewPassword({ ...deps, config }, client, ask)).toMatchObject(expected);
  }
});

test('switched off, nothing goes out and nothing is written', async () => {
  const { deps, sent, statements } = set('off');
  expect(await checkNewPassword(deps, client, ask)).toMatchObject({ ok: true });
  expect([...sent, ...statements]).toEqual([]);
});

test('a database that is away is said to be away, and nothing goes out', async () => {
  const { deps, sent } = set('accept');
  const lost = new ApiError(fail(dbErrors.DATABASE_UNAVAILABLE, 'lost'));
  const query = async () => {
    throw lost;
  };
  const check = checkNewPassword({ ...deps, db: { roundTrips: 0, query } }, client, ask);
  await expect(Promise.all([check, Promise.resolve('a hash')])).rejects.toBe(lost);
  expect(sent).toEqual([]);
});

test('our own rules can be asked first, at once, with the name of this deployment', async () => {
  const named = { BRAND_NAME: 'Wunderbank' };
  expect(await weighPassword(named, { ...ask, password: 'my Wunderbank and me' })).toMatchObject({
    ok: false,
    reason: 'password_contains_product',
  });
  expect(await weighPassword({}, ask)).toMatchObject({ ok: true });
});

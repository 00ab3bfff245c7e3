import { expect, test } from 'vitest';

import { answered, client, late, meterDeps, unreachable } from '../../../test/support/meter.ts';
import { requireCaptcha } from './require-captcha.ts';

const ordinary = { TURNSTILE_SITE_KEY: '0x4AAAAAAAsite', TURNSTILE_SECRET_KEY: '0x4AAAAAAAsecret' };
const rehearsal = {
  ...ordinary,
  TURNSTILE_SECRET_KEY: '1x0000000000000000000000000000000AA',
  TURNSTILE_BASE_URL: 'http://127.0.0.1:9',
};
const demand = { action: 'login', token: 'a token', whenUnreachable: 'refuse' } as const;
const solved = { success: true, action: 'login', hostname: 'door.example' };

type Answering = Parameters<typeof meterDeps>[1];

function set(answer?: Answering, env: Record<string, string> = ordinary) {
  const metered = meterDeps(env, answer);
  const config = { PUBLIC_URL: 'https://door.example' };
  return { ...metered, deps: { ...metered.deps, config } };
}

const required = { ok: false, error: { code: 'CAPTCHA_REQUIRED', status: 403 } };

test('a captcha solved on this host for this action passes, and the check is a row of the ledger', async () => {
  const { deps, sent, statements } = set(() => answered(solved));
  expect(await requireCaptcha(deps, client, demand)).toMatchObject({ ok: true });
  expect(sent).toMatchObject([
    { path: '/turnstile/v0/siteverify', method: 'POST', timeoutMilliseconds: 5000 },
  ]);
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
    response: 'a token',
    remoteip: client.ip,
  });
  expect(statements).toHaveLength(2);
  expect(statements[0]).toEqual(expect.arrayContaining(['turnstile', 'siteverify', 'use']));
  expect(JSON.stringify(statements)).not.toContain('a token');
});

test.for(['2001:db8:1:2::/64', 'unknown'])('%s is no address to send', async (ip) => {
  const { deps, sent } = set(() => answered(solved));
  await requireCaptcha(deps, { ...client, ip }, demand);
  expect(JSON.parse(sent[0]?.body ?? '')).not.toHaveProperty('remoteip');
});

test('a token is asked about each time it is shown, and passes once', async () => {
  const shown = new Set<string>();
  const { deps } = set(({ body = '' }) => {
    const isSpent = shown.has(body);
    shown.add(body);
    return answered(isSpent ? { success: false, 'error-codes': ['timeout-or-duplicate'] } : solved);
  });
  expect(await requireCaptcha(deps, client, demand)).toMatchObject({ ok: true });
  expect(await requireCaptcha(deps, client, demand)).toMatchObject({
    ...required,
    reason: 'captcha_spent',
    wording: { suggestedFix: expect.stringContaining('Solve it again') },
  });
});

test.for([
  ['refused', { success: false, 'error-codes': ['invalid-input-response'] }, 'captcha_refused'],
  ['for another action', { ...solved, action: 'register' }, 'captcha_other_action'],
  ['for no action', { ...solved, action: undefined }, 'captcha_other_action'],
  ['from another host', { ...solved, hostname: 'evil.example' }, 'captcha_other_host'],
  ['from a host below ours', { ...solved, hostname: 'x.door.example' }, 'captcha_other_host'],
  ['from no host', { ...solved, hostname: null }, 'captcha_other_host'],
] as const)('a token that is %s does not pass, at any door', async ([, answer, reason]) => {
  for (const whenUnreachable of ['refuse', 'allow'] as const) {
    const { deps } = set(() => answered(answer));
    const outcome = await requireCaptcha(deps, client, { ...demand, whenUnreachable });
    expect(outcome).toMatchObject({ ...required, reason });
  }
});

test.for([undefined, ''])('without a token (%j) nobody is asked', async (token) => {
  const { deps, sent, statements } = set();
  expect(await requireCaptcha(deps, client, { ...demand, token })).toMatchObject(required);
  expect([...sent, ...statements]).toEqual([]);
});

test.for([
  ['unreachable', unreachable, 'PROVIDER_FAILED'],
  ['late', late, 'PROVIDER_TIMEOUT'],
  ['ill', () => answered('', 500), 'PROVIDER_FAILED'],
  [
    'in trouble',
    () => answered({ success: false, 'error-codes': ['internal-error'] }),
    'PROVIDER_FAILED',
  ],
  ['garbled', () => answered('<html>'), 'PROVIDER_FAILED'],
  [
    'not content with our secret',
    () => answered({ success: false, 'error-codes': ['invalid-input-secret'] }),
    'PROVIDER_FAILED',
  ],
] as const)(
  'while Turnstile is %s, each endpoint follows its own rule',
  async ([, answer, code]) => {
    const closed = await requireCaptcha(set(answer).deps, client, demand);
    expect(closed).toMatchObject({ ok: false, error: { code } });
    const open = set(answer);
    const outcome = await requireCaptcha(open.deps, client, {
      ...demand,
      whenUnreachable: 'allow',
    });
    expect(outcome).toMatchObject({ ok: true });
    expect(open.statements).toHaveLength(2);
  },
);

test('a token made so that Turnstile cannot read the request opens no door', async () => {
  const { deps } = set(() => answered({ success: false, 'error-codes': ['bad-request'] }));
  const outcome = await requireCaptcha(deps, client, { ...demand, whenUnreachable: 'allow' });
  expect(outcome).toMatchObject(required);
});

test('where there is no captcha everybody passes, and nothing goes out', async () => {
  const { deps, sent, statements } = set(undefined, {});
  expect(await requireCaptcha(deps, client, demand)).toMatchObject({ ok: true });
  expect([...sent, ...statements]).toEqual([]);
});

test('half a captcha refuses where it must, and says what is missing', async () => {
  const { deps } = set(undefined, { TURNSTILE_SITE_KEY: ordinary.TURNSTILE_SITE_KEY });
  expect(await requireCaptcha(deps, client, demand)).toMatchObject({
    error: { code: 'PROVIDER_NOT_CONFIGURED' },
    fields: [{ path: 'TURNSTILE_SECRET_KEY' }],
  });
  const open = await requireCaptcha(deps, client, { ...demand, whenUnreachable: 'allow' });
  expect(open).toMatchObject({ ok: true });
});

test('a site that does not know its own host trusts no token', async () => {
  const { deps } = meterDeps(ordinary);
  expect(await requireCaptcha({ ...deps, config: {} }, client, demand)).toMatchObject({
    error: { code: 'CONFIG_INCOMPLETE' },
    fields: [{ path: 'PUBLIC_URL' }],
  });
});

const dummy = () => answered({ success: true, hostname: 'example.com', action: '' });

test('the dummy answers of the published test secrets pass on this machine and nowhere else', async () => {
  const { TURNSTILE_BASE_URL: _, ...real } = rehearsal;
  const here = { config: { PUBLIC_URL: 'http://localhost:8787' } };
  const simulated = set(dummy, rehearsal).deps;
  expect(await requireCaptcha(simulated, client, demand)).toMatchObject({ ok: true });
  const local = { ...set(dummy, real).deps, ...here };
  expect(await requireCaptcha(local, client, demand)).toMatchObject({ ok: true });
  const deployed = set(dummy, real).deps;
  expect(await requireCaptcha(deployed, client, demand)).toMatchObject(required);
  const ownSecret = { ...set(dummy).deps, ...here };
  expect(await requireCaptcha(ownSecret, client, demand)).toMatchObject(required);
});

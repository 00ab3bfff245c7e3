import { expect, test } from 'vitest';

import { NOBODY } from '../testing.ts';
import type { Probe } from '../probe.ts';
import { cookies, systemStatus } from './probe.ts';

const RIGHT = '__Host-session=v; Max-Age=9; Path=/; Secure; HttpOnly; SameSite=Strict';

const seen = (setCookies: readonly string[], status: unknown = null): Probe => ({
  signedIn: true,
  setCookies,
  status,
  cleanUp: 'the account is gone',
});

const after = (probe: Probe) => ({ ...NOBODY, probe: async () => probe });

test('cookies as the Worker sets them are in order', async () => {
  expect((await cookies.examine(after(seen([RIGHT])))).result).toBe('ok');
});

test.for([
  [RIGHT.replace('__Host-', ''), 'session lacks the __Host- name'],
  [RIGHT.replace(' Secure;', ''), 'lacks Secure'],
  [RIGHT.replace(' HttpOnly;', ''), 'lacks HttpOnly'],
  [RIGHT.replace('Strict', 'None'), 'lacks SameSite=Strict'],
  [RIGHT.replace('Path=/;', 'Path=/api;'), 'lacks Path=/'],
  [`${RIGHT}; Domain=example.com`, 'has a Domain'],
])('the cookie %j is a blocker', async ([cookie = '', said]) => {
  const finding = await cookies.examine(after(seen([RIGHT, cookie])));
  expect(finding.result).toBe('blocker');
  expect(finding.sentence).toContain(said);
});

test('a sign-in without a cookie is a blocker, and a refused sign-in shows its reason', async () => {
  expect((await cookies.examine(after(seen([])))).result).toBe('blocker');
  const refused = after({ signedIn: false, reason: 'register answered 400 CAPTCHA_REQUIRED' });
  expect(await cookies.examine(refused)).toMatchObject({
    result: 'could-not-check',
    sentence: expect.stringContaining('CAPTCHA_REQUIRED'),
  });
});

test('without --sign-in the check is skipped, and the command is named', async () => {
  expect(await cookies.examine(NOBODY)).toMatchObject({
    result: 'could-not-check',
    fix: ['npm run doctor -- --sign-in'],
  });
});

test('the blockers of the system status come with the variables that fix them', async () => {
  const blockers = [
    {
      error_code: 'PROVIDER_NOT_CONFIGURED',
      component: 'twilio',
      suggested_fix: 'Set it.',
      missing_env_vars: ['TWILIO_AUTH_TOKEN'],
    },
  ];
  expect(await systemStatus.examine(after(seen([RIGHT], { blockers })))).toMatchObject({
    result: 'warning',
    sentence: 'twilio: PROVIDER_NOT_CONFIGURED.',
    fix: ['npx wrangler secret put TWILIO_AUTH_TOKEN'],
  });
  const well = after(seen([RIGHT], { blockers: [] }));
  expect((await systemStatus.examine(well)).result).toBe('ok');
});

import { expect, test } from 'vitest';

import { configureProviders } from '../../src/core/integrations/configure.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import type { Deps } from '../../src/deps.ts';
import { logIn } from '../../src/features/sign-in/login.ts';
import { verify } from '../../src/features/sign-in/verify.ts';

const unexpected = async () => {
  throw new Error('nobody expected this effect');
};

const now = new Date();
const tempToken = {
  temp_token_id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  consumed_at: null,
  expires_at: new Date(now.getTime() + 60_000),
  backup_code: null,
  device_alive: false,
  account_id: '017f22e2-79b0-7cc3-98c4-dc0c0c073990',
  email: 'ada@example.com',
  roles: ['USER'],
  account_created_at: now,
  two_factor_enabled: true,
  two_factor_secret_encrypted: 'v1.a.b.c',
  two_factor_last_step: null,
};

/** A deployment with Turnstile whose account has failed three times; no effect but looking is expected. */
function attacked(rows: () => Promise<object[]>): {
  readonly deps: Deps;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const deps = {
    config: { PUBLIC_URL: 'https://signin.example.com' },
    integrations: configureProviders({
      TURNSTILE_SITE_KEY: '0x4AAAAAAAexample',
      TURNSTILE_SECRET_KEY: '0x4AAAAAAA-not-a-secret-of-anybody',
    }),
    clock: systemClock,
    random: systemRandom,
    db: { query: rows },
    vault: { mac: async () => new Uint8Array(32) },
    limiter: {
      peek: async () => {
        asked.push('peek');
        return { ok: true, failures: 3 };
      },
      reserve: unexpected,
      release: unexpected,
      forgive: unexpected,
      take: unexpected,
    },
    hasher: { verify: unexpected },
  } as unknown as Deps;
  return { deps, asked };
}

const client = {
  client: { traceId: 'a'.repeat(32), ip: '192.0.2.7', userAgent: '', place: null },
  device: null,
  trust: null,
  addressSpent: null,
};

test('a sign-in without a solved captcha takes no place, asks no database and costs no hash', async () => {
  const { deps, asked } = attacked(unexpected);
  const answer = await logIn(deps, client, { email: 'ada@example.com', password: 'a guess' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'CAPTCHA_REQUIRED' } });
  expect(asked).toEqual(['peek']);
});

test('a code without a solved captcha takes no place', async () => {
  const { deps, asked } = attacked(async () => [tempToken]);
  const answer = await verify(deps, client, { temp_token: 'A'.repeat(43), code: '123456' });
  expect(answer).toMatchObject({ ok: false, error: { code: 'CAPTCHA_REQUIRED' } });
  expect(asked).toEqual(['peek']);
});

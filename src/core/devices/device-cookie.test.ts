import { expect, test } from 'vitest';

import { createVault } from '../vault/vault.ts';
import { systemRandom } from '../../platform/random.ts';
import { Secret } from '../../platform/secret.ts';
import { knowsAccount, presentedDevice, rememberedDevice } from './device-cookie.ts';

const vault = createVault(new Secret(systemRandom.bytes(32)), systemRandom);
const otherVault = createVault(new Secret(systemRandom.bytes(32)), systemRandom);
const deviceId = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';

const shown = (value: string) => presentedDevice(new Headers({ cookie: `__Host-device=${value}` }));

test('a browser is known to the accounts it signed in to, and to no other', async () => {
  const value = await rememberedDevice(vault, null, { deviceId, email: 'ada@example.com' });
  expect(await knowsAccount(vault, shown(value), 'ada@example.com')).toBe(true);
  expect(await knowsAccount(vault, shown(value), 'eve@example.com')).toBe(false);
  expect(await knowsAccount(otherVault, shown(value), 'ada@example.com')).toBe(false);
});

test('a tag does not fit another id, so an attacker cannot make more of himself', async () => {
  const value = await rememberedDevice(vault, null, { deviceId, email: 'ada@example.com' });
  const moved = value.replace('017f22e2', '017f22e3');
  expect(shown(moved)).not.toBeNull();
  expect(await knowsAccount(vault, shown(moved), 'ada@example.com')).toBe(false);
});

test('a browser keeps the last five accounts, newest first', async () => {
  let value = '';
  for (let index = 0; index < 7; index++) {
    value = await rememberedDevice(vault, value ? shown(value) : null, {
      deviceId,
      email: `person${index}@example.com`,
    });
  }
  const known = await Promise.all(
    Array.from(
      { length: 7 },
      async (_, index) => await knowsAccount(vault, shown(value), `person${index}@example.com`),
    ),
  );
  expect(known).toEqual([false, false, true, true, true, true, true]);
});

test.for([
  '',
  'v1',
  `v1.${deviceId}`,
  `v2.${deviceId}.${'A'.repeat(22)}`,
  `v1.${deviceId}.${'A'.repeat(21)}`,
])('a cookie of the wrong shape, %s, is no device', (value) => {
  expect(shown(value)).toBeNull();
});

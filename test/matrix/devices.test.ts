import { beforeAll, test } from 'vitest';

import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { attackWith, expectRepelled } from '../support/attack.ts';
import { contracts, fieldsOf, isForPeople, titled, validBodies } from '../support/contracts.ts';
import { idleRequest, wholeRequest } from '../support/harmless.ts';
import { newSignedIn, newStaff } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();

let session = '';
let device = '';
let other = '';

beforeAll(async () => {
  const { client } = await newStaff();
  session = client.cookie ?? '';
  device = client.device ?? '';
  other = (await newSignedIn()).client.device ?? '';
});

function spoiltDevices(): Readonly<Record<string, string>> {
  const [name = '', value = ''] = device.split('=');
  return {
    'somebody else’s device': other,
    'two devices': `${device}; ${other}`,
    'two devices, the other way round': `${other}; ${device}`,
    'one device twice': `${device}; ${device}`,
    'an empty device': `${name}=`,
    'a device cut short': `${name}=${value.slice(0, -1)}`,
    'a device with more behind it': `${name}=${value}A`,
    'a device with another signature': `${name}=${value.slice(0, -4)}AAAA`,
    'a device with another name on it': `${name}=A${value.slice(1)}`,
    'a device of dots': `${name}=${'.'.repeat(200)}`,
    'a device of 16 KB': `${name}=${'A'.repeat(16 * 1024)}`,
    'a device with broken percent encoding': `${name}=%E0%A4%A`,
    'a device that is JSON': `${name}={"id":1}`,
    'the session as a device': `${name}=${session.split('=')[1]}`,
  };
}

test.for(titled(contracts))('%s is not moved by a spoilt device cookie', async ([, spec]) => {
  const attacks = Object.entries(spoiltDevices()).map(([name, cookie]) =>
    attackWith(idleRequest(spec), {
      name,
      cookie: `${session}; ${cookie}`,
    }),
  );
  await expectRepelled(database, attacks);
});

test.for(titled(contracts.filter(isForPeople)))(
  '%s takes no device for a session',
  async ([, spec]) => {
    const asSession = `__Host-session=${device.split('=')[1]}`;
    const cookies = { ...spoiltDevices(), 'a device': device, 'a device as a session': asSession };
    const attacks = Object.entries(cookies).map(([name, cookie]) =>
      attackWith(wholeRequest(spec), {
        name,
        cookie,
        allowed: ['401 NOT_AUTHENTICATED'],
      }),
    );
    await expectRepelled(database, attacks);
  },
);

/** What a guess that is good in shape is answered. */
const guesses: Readonly<Record<string, string>> = {
  password: '401 INVALID_CREDENTIALS',
  temp_token: '401 TOKEN_INVALID',
};

/** It puts a cookie into the browser or takes it away, and compares nothing. */
const COMPARES_NOTHING = '/api/auth/2fa/pending';

function guessedField(spec: Endpoint): string | undefined {
  return spec.guard === 'public' && spec.status === undefined && spec.path !== COMPARES_NOTHING
    ? fieldsOf(spec).findLast((field) => field in guesses)
    : undefined;
}

/** A request with a guess in it, where the guess may be left out too. */
function guessing(spec: Endpoint, field: string) {
  const whole = wholeRequest(spec);
  const body = validBodies(spec).find((fields) => field in fields);
  return { ...whole, init: { ...whole.init, body: JSON.stringify(body) } };
}

test.for(titled(contracts.filter((spec) => guessedField(spec) !== undefined)))(
  '%s answers a guess as ever, whatever the device cookie',
  async ([, spec]) => {
    const field = guessedField(spec) ?? '';
    const attacks = Object.entries(spoiltDevices()).map(([name, cookie]) =>
      attackWith(guessing(spec, field), {
        name,
        cookie,
        allowed: [guesses[field] ?? ''],
      }),
    );
    await expectRepelled(database, attacks);
  },
);

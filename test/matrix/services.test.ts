import { generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT, type JWK, type JWTHeaderParameters } from 'jose';
import { beforeAll, expect, inject, test } from 'vitest';

import { AUDIENCE, ISSUER, scopes } from '../../src/core/access-tokens/access-token.ts';
import { pathsOf } from '../../src/core/endpoint/aliases.ts';
import type { Endpoint } from '../../src/core/endpoint/endpoint.ts';
import { accessTokenLimits } from '../../src/core/access-tokens/limits.ts';
import { attackWith, expectRepelled, type Attack } from '../support/attack.ts';
import { contracts, isForPeople, pathOf, titled } from '../support/contracts.ts';
import { credentialsFor, anonymousRequest } from '../support/harmless.ts';
import { newSignedIn } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';

const database = ownerDatabase();
const serving = contracts.filter(({ guard }) => guard === 'service');

const NOBODY = ['401 NOT_AUTHENTICATED'];
const HOUR = 3600;

const keySet: { readonly keys: readonly (JWK & { readonly kid: string })[] } = JSON.parse(
  inject('tokenKeys'),
);
const [current, previous] = keySet.keys;

let cookie: string | null = null;

beforeAll(async () => {
  ({ cookie } = (await newSignedIn()).client);
});

interface Forgery {
  readonly key?: JWK;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A token for that endpoint, right but for what is asked for. */
async function forge({ scope }: Endpoint, { key = current, header, claims }: Forgery = {}) {
  const now = Math.floor(Date.now() / 1000);
  const right = {
    sub: 'monitor',
    scope,
    aud: AUDIENCE,
    iss: ISSUER,
    iat: now,
    exp: now + accessTokenLimits.maxLifetimeSeconds,
  };
  return await new SignJWT({ ...right, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: current?.kid ?? '', typ: 'at+jwt', ...header })
    .sign(await importJWK(key ?? {}, 'ES256'));
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' });
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Whole requests at every path the endpoint answers at, with nothing wrong but the token. */
function attacks(
  spec: Endpoint,
  headers: Readonly<Record<string, string | null>>,
  { allowed, cookie: session = null }: Pick<Attack, 'allowed' | 'cookie'>,
): Attack[] {
  return pathsOf(spec).flatMap((path) =>
    Object.entries(headers).map(([name, authorization]) =>
      attackWith(
        anonymousRequest(spec, {
          path: pathOf({ path }),
          headers: authorization === null ? {} : { authorization },
        }),
        {
          name: `${path} with ${name}`,
          cookie: session,
          allowed,
        },
      ),
    ),
  );
}

async function malformed(spec: Endpoint): Promise<Record<string, string | null>> {
  const good = await forge(spec);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const unsigned = part({ alg: 'none', typ: 'at+jwt' });
  return {
    'no token': null,
    'an empty header': '',
    'a scheme alone': 'Bearer',
    'another scheme': `Basic ${Buffer.from('monitor:x').toString('base64')}`,
    'a good token of another scheme': `DPoP ${good}`,
    'no scheme': good,
    'three letters': 'Bearer x.y.z',
    'two parts': `Bearer ${header}.${payload}`,
    'no signature': `Bearer ${header}.${payload}.`,
    'four parts': `Bearer ${good}.${signature}`,
    'a letter more': `Bearer ${good}x`,
    'two tokens': `Bearer ${good}, Bearer ${good}`,
    'two spaces': `Bearer  ${good}`,
    'no algorithm': `Bearer ${unsigned}.${payload}.`,
    'no algorithm and a signature': `Bearer ${unsigned}.${payload}.${signature}`,
    'another payload': `Bearer ${header}.${part({ scope: spec.scope })}.${signature}`,
    'a payload that is no JSON': `Bearer ${header}.AAAA.${signature}`,
    'a token of 16 KB': `Bearer ${header}.${'A'.repeat(16 * 1024)}.${signature}`,
  };
}

/** Each is signed, and wrong in one thing. */
function wrongInOneThing(): Readonly<Record<string, Forgery>> {
  const now = Math.floor(Date.now() / 1000);
  const life = accessTokenLimits.maxLifetimeSeconds;
  const foreignKey = newKey();
  const { d: _private, ...foreignPublicKey } = foreignKey;
  return {
    'a foreign key': { key: foreignKey },
    'a foreign key that it brings along': { key: foreignKey, header: { jwk: foreignPublicKey } },
    'a key nobody knows': { key: foreignKey, header: { kid: 'unknown' } },
    'a path for a key': { key: foreignKey, header: { kid: '../../../dev/null' } },
    'an inherited key': { key: foreignKey, header: { kid: '__proto__' } },
    'the name of the other key': { header: { kid: previous?.kid ?? '' } },
    'another type': { header: { typ: 'JWT' } },
    'another audience': { claims: { aud: 'somebody-else' } },
    'no audience': { claims: { aud: undefined } },
    'another issuer': { claims: { iss: 'somebody-else' } },
    'an end that has passed': { claims: { iat: now - HOUR, exp: now - 1 - HOUR + life } },
    'no end': { claims: { exp: undefined } },
    'no beginning': { claims: { iat: undefined } },
    'a life too long': { claims: { exp: now + life + 1 } },
    'an end before its beginning': { claims: { iat: now + 2 * HOUR, exp: now + life } },
    'a beginning far ahead': { claims: { iat: now + HOUR, exp: now + HOUR + life } },
    'a time it is not good before': { claims: { nbf: now + HOUR } },
    'no name': { claims: { sub: undefined } },
    'a name with a line break': { claims: { sub: 'monitor\nadmin' } },
    'a name too long': { claims: { sub: 'x'.repeat(65) } },
    'scopes as a list': { claims: { scope: [...scopes] } },
    'no scope at all': { claims: { scope: undefined } },
  };
}

test.for(titled(serving))('%s lets no service in without a good token', async ([, spec]) => {
  const signed = await Promise.all(
    Object.entries(wrongInOneThing()).map(
      async ([name, forgery]) => [name, `Bearer ${await forge(spec, forgery)}`] as const,
    ),
  );
  await expectRepelled(database, [
    ...attacks(spec, await malformed(spec), { allowed: NOBODY }),
    ...attacks(spec, Object.fromEntries(signed), { allowed: NOBODY }),
  ]);
});

test.for(titled(serving))('%s lets no service in without its very scope', async ([, spec]) => {
  const { scope = '' } = spec;
  const [noun = ''] = scope.split(':');
  const wrong = [
    ...scopes.filter((other) => other !== scope),
    '',
    '*',
    noun,
    `${noun}:*`,
    `${scope}x`,
    scope.toUpperCase(),
    `${scope},${scope}`,
    `${scope}\u0000`,
    `${scope}\t${scope}`,
    scope.replace(':', '.'),
  ];
  const tokens = await Promise.all(
    wrong.map(async (other) => {
      const minted = await forge(spec, { claims: { scope: other } });
      return [`the scope ${JSON.stringify(other)}`, `Bearer ${minted}`] as const;
    }),
  );
  const allowed = ['403 FORBIDDEN'];
  await expectRepelled(database, [
    ...attacks(spec, Object.fromEntries(tokens), { allowed }),
    ...attacks(spec, Object.fromEntries(tokens), { allowed, cookie }),
  ]);
});

test.for(titled(serving))('%s takes no session for a service', async ([, spec]) => {
  const good = await forge(spec);
  const session = cookie?.split('=')[1] ?? '';
  const tokens = {
    'a session': null,
    'a session as the token': `Bearer ${session}`,
    'a session and a token that is none': 'Bearer x.y.z',
  };
  const { path, ...request } = anonymousRequest(spec);
  await expectRepelled(database, [
    ...attacks(spec, tokens, { allowed: NOBODY, cookie }),
    ...attacks(
      spec,
      { 'a token for a cookie': null },
      { allowed: NOBODY, cookie: `token=${good}` },
    ),
    {
      ...request,
      name: 'a token in the query',
      path: `${path}?access_token=${good}`,
      allowed: NOBODY,
    },
  ]);
});

test.for(titled(contracts.filter(isForPeople)))(
  '%s takes no token for a session',
  async ([, spec]) => {
    const tokens = Object.fromEntries(
      serving.map((other) => [
        `the token of ${other.path}`,
        credentialsFor(other)['authorization'] ?? '',
      ]),
    );
    const asSession = Object.values(tokens).map((token) => `__Host-session=${token.split(' ')[1]}`);
    await expectRepelled(database, [
      ...attacks(spec, tokens, { allowed: NOBODY }),
      ...asSession.flatMap((jar) =>
        attacks(spec, { 'a token as the session': null }, { allowed: NOBODY, cookie: jar }),
      ),
    ]);
  },
);

test('some endpoints are for services, and each of them names its scope', () => {
  expect(serving.length).toBeGreaterThan(1);
  expect(serving.every(({ scope }) => scope && scopes.includes(scope))).toBe(true);
});

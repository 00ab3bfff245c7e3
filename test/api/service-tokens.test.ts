import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { expect, inject, test } from 'vitest';

import { mintToken } from '../../ops/access-token.ts';
import { Client, problemOf } from '../support/client.ts';
import { newSignedIn } from '../support/person.ts';

const ALERT = { to: '+447700906001', message: 'The disk of db-1 is full.' };

async function sendAlert(authorization: string | null, body: unknown = ALERT) {
  return await new Client().send('/api/alerts/sms', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify(body),
  });
}

const keys = () => (JSON.parse(inject('tokenKeys')) as { keys: (JWK & { kid: string })[] }).keys;

interface Forgery {
  readonly key?: JWK;
  readonly kid?: string;
  readonly typ?: string;
  readonly audience?: string;
  readonly issuer?: string;
  readonly issuedAt?: number;
  readonly seconds?: number;
  readonly scope?: string;
}

/** A token that is right but for what is asked for. */
async function token(wrong: Forgery = {}): Promise<string> {
  const [current = {}] = keys();
  const right = {
    key: current,
    kid: 'current',
    typ: 'at+jwt',
    audience: 'sallyport',
    issuer: 'sallyport',
    issuedAt: Math.floor(Date.now() / 1000),
    seconds: 900,
    scope: 'alerts:send',
  };
  const { key, kid, typ, audience, issuer, issuedAt, seconds, scope } = { ...right, ...wrong };
  const jwt = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'ES256', kid, typ })
    .setSubject('monitor')
    .setAudience(audience)
    .setIssuer(issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(await importJWK(key, 'ES256'));
  return `Bearer ${jwt}`;
}

test('a service with the scope sends an alert: 202, with the message and the row', async () => {
  const answer = await sendAlert(await token());
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({
    status: 'queued',
    message_id: expect.stringMatching(/^SM/),
    event_id: expect.any(String),
  });
});

test('npm run token mints such a token, and tokens of the previous key are good as well', async () => {
  const minted = await mintToken(inject('tokenKeys'), { scope: 'alerts:send' });
  expect((await sendAlert(`Bearer ${minted}`)).status).toBe(202);
  const [, previous] = keys();
  expect((await sendAlert(await token({ key: previous, kid: 'previous' } as Forgery))).status).toBe(
    202,
  );
});

test('the published keys hold no private part', async () => {
  const answer = await new Client().get('/.well-known/jwks.json');
  const published = answer.body['keys'] as JWK[];
  expect(published.map(({ kid }) => kid)).toEqual(['current', 'previous']);
  expect(JSON.stringify(answer.body)).not.toContain('"d"');
});

test('a token without the scope is 403', async () => {
  const answer = await sendAlert(await token({ scope: 'usage:write' }));
  expect(problemOf(answer)).toMatchObject({ status: 403, error_code: 'FORBIDDEN' });
});

test('every token with one wrong part is refused', async () => {
  const foreignKey = await exportJWK(
    (await generateKeyPair('ES256', { extractable: true })).privateKey,
  );
  const now = Math.floor(Date.now() / 1000);
  const good = await token();
  const [header = '', payload = ''] = good.replace('Bearer ', '').split('.');
  const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const wrong = [
    null,
    'Bearer',
    'Bearer x.y.z',
    'Basic dXNlcjpwYXNz',
    `${good}x`,
    `Bearer ${header}.${payload}.`,
    `Bearer ${unsigned}.${payload}.`,
    await token({ key: foreignKey }),
    await token({ kid: 'unknown' }),
    await token({ kid: 'previous' }),
    await token({ typ: 'JWT' }),
    await token({ audience: 'somebody-else' }),
    await token({ issuer: 'somebody-else' }),
    await token({ issuedAt: now - 3600 }),
    await token({ seconds: 3600 }),
  ];
  for (const authorization of wrong) {
    const answer = await sendAlert(authorization);
    expect(problemOf(answer)).toMatchObject({ status: 401, error_code: 'NOT_AUTHENTICATED' });
  }
});

test('a session is not accepted for a service, and a service token not for a session', async () => {
  const { client } = await newSignedIn();
  expect((await client.post('/api/alerts/sms', ALERT)).status).toBe(401);
  const answer = await new Client().send('/api/auth/me', {
    headers: { authorization: await token() },
  });
  expect(answer.status).toBe(401);
});

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { idOf } from '../client/accounts.ts';
import { textOf, textsOf, type ApiClient } from '../client/api-client.ts';
import type { Context } from '../context.ts';

/** The whole way, as a person with curl would walk it. */
export const twoFactorFlow: Claim = {
  id: 'two-factor-flow',
  title: 'With two-factor sign-in on, a right password opens no session; a right code does.',
  shows:
    'A stranger registers, signs in, turns two-factor sign-in on, signs out, opens the first door (and gets no cookie), opens the second, and turns it off again. Every command and its answer is in the transcript.',
  group: 'What a client sees',
  clauses: [...clause(ASVS, '6.3.3', '7.4.1'), ...clause(NIST, '2.2'), ...clause('RFC 6238', '4')],
  needs: [],
  async run(context) {
    const client = context.client(
      context.transcript('The whole way as curl commands with their answers'),
    );
    const { email, password } = context.accounts.newCredentials();
    const registered = await client
      .note('A new account')
      .must(client.post('/api/auth/register', { email, password }), 201);
    context.accounts.adopt({ id: idOf(registered), email, password, client });
    const first = await client
      .note('One door so far: a session')
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'Before it is on, the password opens a session',
      [first.status, first.body['requires_2fa'], client.sessionToken !== null],
      [200, false, true],
    );
    const setup = await client
      .note('A secret for the authenticator, shown this once')
      .must(client.post('/api/auth/2fa/setup'));
    const secret = textOf(setup, 'secret');
    await settleInStep(12);
    const confirmed = await client
      .note('A first code turns it on')
      .must(client.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }));
    context.checkEqual(
      'Confirming shows ten backup codes',
      textsOf(confirmed, 'backup_codes').length,
      10,
    );
    const temp_token = await firstDoor(context, client, { email, password });
    await secondDoor(context, client, temp_token, secret);
  },
};

/** Signs out and opens the first door: what is held then, and that it is no session. */
async function firstDoor(
  context: Context,
  client: ApiClient,
  credentials: { readonly email: string; readonly password: string },
): Promise<string> {
  const ended = new Map(client.cookies);
  await client.note('Signed out').must(client.post('/api/auth/logout'));
  const thief = context.client();
  for (const [name, value] of ended) {
    thief.cookies.set(name, value);
  }
  const kept = await thief.get('/api/auth/me');
  context.checkEqual('A copy of the cookie opens nothing after signing out', kept.status, 401);
  const opened = await client
    .note('The first door: a temp token, and no cookie of a session')
    .post('/api/auth/login', credentials);
  context.checkEqual(
    'Now the right password asks for the second factor',
    [opened.status, opened.body['requires_2fa']],
    [200, true],
  );
  context.check(
    'It sets no session cookie',
    !opened.headers.getSetCookie().some((line) => line.startsWith('__Host-session=')),
    opened.headers
      .getSetCookie()
      .map((line) => line.split('=')[0])
      .join(', ') || 'no cookie at all',
  );
  const between = await client.note('Between the doors nobody is signed in').get('/api/auth/me');
  context.checkEqual('Between the doors nobody is signed in', between.status, 401);
  return textOf(opened, 'temp_token');
}

/** Opens the second door, and takes it away again. */
async function secondDoor(context: Context, client: ApiClient, temp_token: string, secret: string) {
  const verified = await client
    .note('The second door')
    .post('/api/auth/2fa/verify', { temp_token, code: codeAt(secret) });
  context.checkEqual(
    'The code opens a session',
    [verified.status, verified.body['method'], client.sessionToken !== null],
    [200, 'totp', true],
  );
  const me = await client.note('Signed in').get('/api/auth/me');
  context.checkEqual('The session works', me.status, 200);
  const disabled = await client
    .note('Off again, for which a code is needed')
    .post('/api/auth/2fa/disable', { code: codeAt(secret, 1) });
  context.checkEqual('A code turns it off', disabled.status, 200);
  const status = await client.note('And off it is').get('/api/auth/2fa/status');
  context.checkEqual(
    'It is off, and no backup code is left',
    [status.body['enabled'], status.body['backup_codes_remaining']],
    [false, 0],
  );
}

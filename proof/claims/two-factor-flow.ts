import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { idOf } from '../client/accounts.ts';
import { textOf, textsOf, type ApiClient } from '../client/api-client.ts';
import type { Context } from '../context.ts';

/** The whole sign-in flow as curl commands. */
export const twoFactorFlow: Claim = {
  id: 'two-factor-flow',
  title:
    'With two-factor sign-in on, the password alone opens no session; the password and a right code do.',
  shows:
    'An anonymous client registers, signs in, turns two-factor sign-in on and signs out. Then it passes the first factor (and gets no cookie), passes the second factor, and turns two-factor sign-in off. The transcript has every command and its answer.',
  group: 'What a client sees',
  clauses: [...clause(ASVS, '6.3.3', '7.4.1'), ...clause(NIST, '2.2'), ...clause('RFC 6238', '4')],
  needs: [],
  async run(context) {
    const client = context.client(
      context.transcript('The whole flow as curl commands with their answers'),
    );
    const { email, password } = context.accounts.newCredentials();
    const registered = await client
      .note('A new account')
      .must(client.post('/api/auth/register', { email, password }), 201);
    context.accounts.adopt({ id: idOf(registered), email, password, client });
    const first = await client
      .note('One factor only: a session')
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'Before two-factor sign-in is on, the password opens a session',
      [first.status, first.body['requires_2fa'], client.sessionToken !== null],
      [200, false, true],
    );
    const setup = await client
      .note('A secret for the authenticator, shown this once')
      .must(client.post('/api/auth/2fa/setup'));
    const secret = textOf(setup, 'secret');
    await settleInStep(12);
    const confirmed = await client
      .note('A first code turns two-factor sign-in on')
      .must(client.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }));
    context.checkEqual(
      'Confirming shows ten backup codes',
      textsOf(confirmed, 'backup_codes').length,
      10,
    );
    const temp_token = await passFirstFactor(context, client, { email, password });
    await passSecondFactor(context, client, temp_token, secret);
  },
};

/** Signs out, passes the first factor, and returns the temp token, which must not be a session. */
async function passFirstFactor(
  context: Context,
  client: ApiClient,
  credentials: { readonly email: string; readonly password: string },
): Promise<string> {
  const ended = new Map(client.cookies);
  await client.note('Signed out').must(client.post('/api/auth/logout'));
  const attacker = context.client();
  for (const [name, value] of ended) {
    attacker.cookies.set(name, value);
  }
  const kept = await attacker.get('/api/auth/me');
  context.checkEqual('After signing out a copy of the cookie opens nothing', kept.status, 401);
  const opened = await client
    .note('The first factor: a temp token, and no session cookie')
    .post('/api/auth/login', credentials);
  context.checkEqual(
    'Now the right password asks for the second factor',
    [opened.status, opened.body['requires_2fa']],
    [200, true],
  );
  context.check(
    'The answer sets no session cookie',
    !opened.headers.getSetCookie().some((line) => line.startsWith('__Host-session=')),
    opened.headers
      .getSetCookie()
      .map((line) => line.split('=')[0])
      .join(', ') || 'no cookie at all',
  );
  const between = await client
    .note('After the first factor nobody is signed in')
    .get('/api/auth/me');
  context.checkEqual('After the first factor nobody is signed in', between.status, 401);
  return textOf(opened, 'temp_token');
}

/** Passes the second factor, then turns two-factor sign-in off. */
async function passSecondFactor(
  context: Context,
  client: ApiClient,
  temp_token: string,
  secret: string,
) {
  const verified = await client
    .note('The second factor')
    .post('/api/auth/2fa/verify', { temp_token, code: codeAt(secret) });
  context.checkEqual(
    'The code opens a session',
    [verified.status, verified.body['method'], client.sessionToken !== null],
    [200, 'totp', true],
  );
  const me = await client.note('Signed in').get('/api/auth/me');
  context.checkEqual('The session works', me.status, 200);
  const disabled = await client
    .note('Turning it off needs a code')
    .post('/api/auth/2fa/disable', { code: codeAt(secret, 1) });
  context.checkEqual('A code turns two-factor sign-in off', disabled.status, 200);
  const status = await client.note('The status after turning it off').get('/api/auth/2fa/status');
  context.checkEqual(
    'Two-factor sign-in is off, and no backup code is left',
    [status.body['enabled'], status.body['backup_codes_remaining']],
    [false, 0],
  );
}

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { idOf } from '../client/accounts.ts';
import { textOf, textsOf, type Caller } from '../client/caller.ts';
import type { Context } from '../context.ts';

/** The whole way, as a person with curl would walk it. */
export const twoFactorFlow: Claim = {
  id: 'two-factor-flow',
  title: 'With two-factor sign-in on, a right password opens no session; a right code does.',
  shows:
    'A stranger registers, signs in, turns two-factor sign-in on, signs out, opens the first door (and gets no cookie), opens the second, and turns it off again. Every command and its answer is in the transcript.',
  group: 'What a caller sees',
  clauses: [...clause(ASVS, '6.3.3', '7.4.1'), ...clause(NIST, '2.2'), ...clause('RFC 6238', '4')],
  needs: [],
  async run(context) {
    const caller = context.caller(
      context.transcript('The whole way as curl commands with their answers'),
    );
    const { email, password } = context.accounts.newCredentials();
    const registered = await caller
      .note('A new account')
      .must(caller.post('/api/auth/register', { email, password }), 201);
    context.accounts.adopt({ id: idOf(registered), email, password, caller });
    const first = await caller
      .note('One door so far: a session')
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'Before it is on, the password opens a session',
      [first.status, first.body['requires_2fa'], caller.sessionToken !== null],
      [200, false, true],
    );
    const setup = await caller
      .note('A secret for the authenticator, shown this once')
      .must(caller.post('/api/auth/2fa/setup'));
    const secret = textOf(setup, 'secret');
    await settleInStep(12);
    const confirmed = await caller
      .note('A first code turns it on')
      .must(caller.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }));
    context.checkEqual(
      'Confirming shows ten backup codes',
      textsOf(confirmed, 'backup_codes').length,
      10,
    );
    const temp_token = await firstDoor(context, caller, { email, password });
    await secondDoor(context, caller, temp_token, secret);
  },
};

/** Signs out and opens the first door: what is held then, and that it is no session. */
async function firstDoor(
  context: Context,
  caller: Caller,
  credentials: { readonly email: string; readonly password: string },
): Promise<string> {
  const ended = new Map(caller.cookies);
  await caller.note('Signed out').must(caller.post('/api/auth/logout'));
  const thief = context.caller();
  for (const [name, value] of ended) {
    thief.cookies.set(name, value);
  }
  const kept = await thief.get('/api/auth/me');
  context.checkEqual('A copy of the cookie opens nothing after signing out', kept.status, 401);
  const opened = await caller
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
  const between = await caller.note('Between the doors nobody is signed in').get('/api/auth/me');
  context.checkEqual('Between the doors nobody is signed in', between.status, 401);
  return textOf(opened, 'temp_token');
}

/** Opens the second door, and takes it away again. */
async function secondDoor(context: Context, caller: Caller, temp_token: string, secret: string) {
  const verified = await caller
    .note('The second door')
    .post('/api/auth/2fa/verify', { temp_token, code: codeAt(secret) });
  context.checkEqual(
    'The code opens a session',
    [verified.status, verified.body['method'], caller.sessionToken !== null],
    [200, 'totp', true],
  );
  const me = await caller.note('Signed in').get('/api/auth/me');
  context.checkEqual('The session works', me.status, 200);
  const disabled = await caller
    .note('Off again, for which a code is needed')
    .post('/api/auth/2fa/disable', { code: codeAt(secret, 1) });
  context.checkEqual('A code turns it off', disabled.status, 200);
  const status = await caller.note('And off it is').get('/api/auth/2fa/status');
  context.checkEqual(
    'It is off, and no backup code is left',
    [status.body['enabled'], status.body['backup_codes_remaining']],
    [false, 0],
  );
}

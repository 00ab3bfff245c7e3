import type { Answer } from '../client/api-client.ts';
import { nothingOf, type Attack } from './attack.ts';

function emailOf({ body }: Answer): string | null {
  const { user } = body;
  return user !== null && typeof user === 'object' && 'email' in user ? String(user.email) : null;
}

export const sessionFixation: Attack = {
  id: 'session-fixation',
  scenario:
    "An attacker plants chosen tokens, and the token of their own session, in a browser before its owner signs in. Afterwards the attacker sends them, alone and together with the owner's token.",
  policy:
    'docs/decisions/0007: a sign-in makes a new token of 256 random bits; two cookies of one name are refused',
  countedBy: 'answers about the victim; sessions in auth_sessions',
  blocks: ['NOT_AUTHENTICATED'],
  mostTries: 60,
  async run({ accounts, database, random, size }, tally) {
    const attacker = await accounts.signIn();
    const own = attacker.client.sessionToken ?? '';
    const victim = await accounts.register();
    const planted = [...Array.from({ length: size(6, 3) }, () => random.token(32)), own];
    let spoken = 0;
    for (const token of planted) {
      const browser = accounts.newClient();
      browser.cookies.set('__Host-session', token);
      const { email, password } = victim;
      await browser.must(browser.post('/api/auth/login', { email, password }));
      const cookies = [
        `__Host-session=${token}`,
        `__Host-session=${token}; __Host-session=${browser.sessionToken ?? ''}`,
      ];
      for (const cookie of cookies) {
        const answer = await tally.send(
          async () =>
            await accounts.newClient().send('/api/auth/me', { method: 'GET', headers: { cookie } }),
        );
        spoken += emailOf(answer) === email ? 1 : 0;
      }
    }
    const sessions = await database(
      'select id::text from auth_sessions where user_id = $1 and revoked_at is null',
      [victim.id],
    );
    return {
      bound: nothingOf(null),
      evaluated: tally.tries.length,
      successes: spoken + (sessions.length === planted.length ? 0 : 1),
      rows: sessions.map(({ id }) => String(id)),
      notes: [`${planted.length} tokens planted, each sent alone and together with the owner's.`],
    };
  },
};

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { textOf, type ApiClient } from '../client/api-client.ts';

const BROWSERS = 20;
const GUESSES_EACH = 4;
const EVALUATED_AT_MOST = 5;

/** Many remembered browsers do not add guesses. */
export const limitRememberedBrowsers: Claim = {
  id: 'limit-remembered-browsers',
  title:
    'Twenty browsers that were remembered before two-factor sign-in was on get at most five guesses together, and the owner can still sign in.',
  shows:
    'Twenty browsers sign in with the password alone and are remembered. Then two-factor sign-in is turned on in another browser. Each of the twenty tries four wrong codes, one fewer than locks a browser. A code counts as checked when its answer says that it was wrong. At the end the browser that turned two-factor sign-in on sends the right code.',
  group: 'Limits',
  clauses: [...clause(ASVS, '6.3.1'), ...clause(NIST, '3.2.2')],
  needs: ['addresses'],
  dependsOn: ['limit-per-person'],
  when: 'alone',
  async run(context) {
    const owner = await context.accounts.signIn();
    const { client, email, password } = owner;
    const signIn = async (browser: ApiClient) =>
      await browser.must(browser.post('/api/auth/login', { email, password }));
    const browsers = Array.from({ length: BROWSERS }, () => context.client());
    for (const browser of browsers) {
      await signIn(browser);
    }
    const secret = textOf(await client.must(client.post('/api/auth/2fa/setup')), 'secret');
    await settleInStep();
    await client.must(client.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }));
    const right = new Set([-1, 0, 1, 2, 3, 4].map((offset) => codeAt(secret, offset)));
    const wrong = ['123123', '456456', '789789'].find((code) => !right.has(code)) ?? '012012';
    const labels: string[] = [];
    for (const browser of browsers) {
      for (let guess = 0; guess < GUESSES_EACH; guess++) {
        const temp_token = textOf(await signIn(browser), 'temp_token');
        const body = { temp_token, code: wrong };
        const { status, errorCode } = await browser.post('/api/auth/2fa/verify', body);
        labels.push(`${status} ${errorCode ?? 'signed in'}`);
      }
    }
    const counted = [...Map.groupBy(labels, (label) => label)].map(
      ([label, list]) => `${list.length} × ${label}`,
    );
    context.evidence.text(
      'answers.txt',
      { title: 'The number of each answer' },
      counted.join('\n'),
    );
    const evaluated = labels.filter((label) => /CODE_|signed in/.test(label)).length;
    context.check(
      `At most ${EVALUATED_AT_MOST} codes were checked`,
      evaluated <= EVALUATED_AT_MOST,
      counted.join(', '),
    );
    const temp_token = textOf(await signIn(client), 'temp_token');
    await settleInStep();
    const last = { temp_token, code: codeAt(secret) };
    const { status } = await client.post('/api/auth/2fa/verify', last);
    context.checkEqual("The owner's browser signs in", status, 200);
  },
};

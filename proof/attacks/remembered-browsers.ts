import { lockouts } from '../../src/core/limits/limits.ts';
import { codeAt, settleInStep } from '../client/authenticator.ts';
import { textOf, type ApiClient } from '../client/api-client.ts';
import { nothingOf, type Attack } from './attack.ts';
import { comparisonsOf } from './evidence.ts';

const { failuresPerLock, firstLockSeconds } = lockouts['second-factor'];
/** One failure fewer than locks a browser's own counter. */
const GUESSES_EACH = failuresPerLock - 1;

export const rememberedBrowsers: Attack = {
  id: 'remembered-browsers',
  scenario:
    'An attacker who knows the password signs in with many browsers while the second factor is off, is remembered in each, and guesses codes with all of them once it is on.',
  policy: `second-factor lockout: ${failuresPerLock} failures, then ${firstLockSeconds} s, per account; turning the factor on forgets every other browser`,
  countedBy:
    'rows second_factor.refused with a comparison as reason in the audit trail, by trace id',
  blocks: ['ACCOUNT_LOCKED', 'RATE_LIMITED', 'TOKEN_CONSUMED'],
  mostTries: 100,
  async run({ accounts, database, random, size }, tally) {
    const owner = await accounts.signIn();
    const { email, password } = owner;
    const signIn = async (browser: ApiClient) =>
      await browser.must(browser.post('/api/auth/login', { email, password }));
    const browsers = Array.from({ length: size(20, 8) }, () => accounts.newClient());
    for (const browser of browsers) {
      await signIn(browser);
    }
    const { client } = owner;
    const secret = textOf(await client.must(client.post('/api/auth/2fa/setup')), 'secret');
    await settleInStep();
    await client.must(client.post('/api/auth/2fa/confirm', { code: codeAt(secret, -1) }));
    const right = new Set([-2, -1, 0, 1, 2, 3].map((offset) => codeAt(secret, offset)));
    let opened = 0;
    for (let round = 0; round < GUESSES_EACH; round++) {
      for (const browser of browsers) {
        const temp_token = textOf(await signIn(browser), 'temp_token');
        let code = random.digits(6);
        while (right.has(code)) {
          code = random.digits(6);
        }
        const { status } = await tally.send(
          async () => await browser.post('/api/auth/2fa/verify', { temp_token, code }),
        );
        opened += status === 200 ? 1 : 0;
      }
    }
    const temp_token = textOf(await signIn(client), 'temp_token');
    await settleInStep();
    const code = codeAt(secret);
    const { status } = await client.post('/api/auth/2fa/verify', { temp_token, code });
    return {
      ...(await comparisonsOf(tally, database)),
      bound: nothingOf(failuresPerLock),
      // Locking the owner out of the remembered browser would be a success of the attack, too.
      successes: opened + (status === 200 ? 0 : 1),
      notes: [`${browsers.length} browsers; the owner's browser then got ${status}.`],
    };
  },
};

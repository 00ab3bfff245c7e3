import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { checkSaysWhen } from '../says-when.ts';

const CAPACITY = 20;
const WINDOW_SECONDS = 300;
/** The runtime evicts an idle object after about ten seconds. */
const IDLE_SECONDS = 13;

/** An idle counter keeps its count. */
export const limitSurvivesIdle: Claim = {
  id: 'limit-survives-idle',
  title: 'A used-up limit stays used up when its idle counter is evicted and started again.',
  shows:
    'One network address uses up its twenty sign-ins. Then nothing is sent for thirteen seconds, and the runtime evicts the Durable Object that counts. After that the right password is still refused from this address and accepted from another one.',
  group: 'Limits',
  clauses: [...clause(ASVS, '6.3.1', '2.4.1'), ...clause(NIST, '3.2.2')],
  needs: ['addresses'],
  async run(context) {
    const { email, password } = await context.accounts.register();
    const transcript = context.transcript('One address before and after the idle time');
    const client = context.client(transcript);
    const answers = [];
    while (answers.length < CAPACITY + 1) {
      const body = {
        email: context.accounts.newCredentials().email,
        password: 'not their password',
      };
      answers.push(
        await client.note(`Sign-in ${answers.length + 1}`).post('/api/auth/login', body),
      );
    }
    context.checkEqual(
      'Twenty sign-ins pass the limit',
      answers.filter(({ errorCode }) => errorCode !== 'RATE_LIMITED').length,
      CAPACITY,
    );
    await sleep(IDLE_SECONDS * 1000);
    const after = await client
      .note(`The right password, after ${IDLE_SECONDS} s without a request`)
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'The right password is refused after the idle time',
      [after.status, after.errorCode],
      [429, 'RATE_LIMITED'],
    );
    checkSaysWhen(context, after, WINDOW_SECONDS);
    const elsewhere = await context
      .client(transcript)
      .note('From another address')
      .post('/api/auth/login', { email, password });
    context.checkEqual('Another address is not affected', elsewhere.status, 200);
  },
};

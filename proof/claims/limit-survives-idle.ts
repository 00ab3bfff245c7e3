import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, NIST, type Claim } from '../claim.ts';
import { checkSaysWhen } from '../says-when.ts';

const CAPACITY = 20;
const WINDOW_SECONDS = 300;
/** The runtime puts an idle object away after about ten seconds. */
const IDLE_SECONDS = 13;

/** Silence gives nobody a window back. */
export const limitSurvivesIdle: Claim = {
  id: 'limit-survives-idle',
  title: 'A spent window stays spent when its counter is idle, put away and started anew.',
  shows:
    'One network address spends its twenty sign-ins. Then nothing is sent for thirteen seconds, in which the runtime puts the object that counts away. The right password is refused from there all the same, and taken from another address.',
  group: 'Limits',
  clauses: [...clause(ASVS, '6.3.1', '2.4.1'), ...clause(NIST, '3.2.2')],
  needs: ['addresses'],
  async run(context) {
    const { email, password } = await context.accounts.register();
    const transcript = context.transcript('A spent address, before and after the silence');
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
      'Twenty are let in',
      answers.filter(({ errorCode }) => errorCode !== 'RATE_LIMITED').length,
      CAPACITY,
    );
    await sleep(IDLE_SECONDS * 1000);
    const after = await client
      .note(`The right password, after ${IDLE_SECONDS} s of silence`)
      .post('/api/auth/login', { email, password });
    context.checkEqual(
      'The right password is refused after the silence',
      [after.status, after.errorCode],
      [429, 'RATE_LIMITED'],
    );
    checkSaysWhen(context, after, WINDOW_SECONDS);
    const elsewhere = await context
      .client(transcript)
      .note('From another address')
      .post('/api/auth/login', { email, password });
    context.checkEqual('Another address is not touched', elsewhere.status, 200);
  },
};

import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { mailsTo } from '../simulator.ts';

const PER_HOUR = 3;
const SIGN_INS = 8;
const REMOVALS = 50;
const POLLS = 80;
const POLL_MILLISECONDS = 250;

/** The link in the first mail of the person, confirmed as they would. */
async function confirm(context: Context, email: string): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    const [mail] = await mailsTo(context.deployment, email);
    const token = /verify-email\?token=([\w-]{43})/.exec(mail?.text ?? '')?.[1];
    if (token !== undefined) {
      const client = context.client();
      await client.must(client.post('/api/auth/email/verify', { token }));
      return;
    }
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error('the mail with the link did not come');
}

/** What came, once the newest is there and nothing followed for a while. */
async function subjectsOnceQuiet({ deployment }: Context, email: string): Promise<string[]> {
  let subjects: string[] = [];
  for (let poll = 0, quiet = 0; poll < POLLS && quiet < 8; poll++) {
    await sleep(POLL_MILLISECONDS);
    const seen = (await mailsTo(deployment, email)).map(({ subject }) => subject);
    const isQuiet = seen.length === subjects.length && seen.some((one) => /password/i.test(one));
    quiet = isQuiet ? quiet + 1 : 0;
    subjects = seen;
  }
  return subjects;
}

/** E-mails that fill a mailbox are sent in our name, no matter who causes them. */
export const limitMail: Claim = {
  id: 'limit-mail',
  title:
    'An address gets three mails of a kind an hour, and none about something that did not change.',
  shows:
    'A person confirms their address, signs in with new browsers again and again, and removes a phone number they do not have. Their mailbox says what came.',
  group: 'Limits',
  clauses: clause(ASVS, '2.4.1', '6.3.1'),
  needs: ['simulators'],
  async run(context) {
    const { email, password } = await context.accounts.register(context.client());
    await confirm(context, email);
    const owner = context.client();
    await owner.must(owner.post('/api/auth/login', { email, password }));
    for (let count = 0; count < SIGN_INS; count++) {
      const client = context.client();
      await client.must(client.post('/api/auth/login', { email, password }));
    }
    const removals = [];
    for (let count = 0; count < REMOVALS; count++) {
      removals.push(await owner.send('/api/account/phone', { method: 'DELETE' }));
    }
    context.checkEqual(
      `${REMOVALS} removals of a number that is not there are answered`,
      removals.filter(({ status }) => status === 200).length,
      REMOVALS,
    );
    // A mail that is written behind all the others.
    const last = context.client();
    await last.must(last.post('/api/auth/password/forgot', { email }), 202);
    const subjects = await subjectsOnceQuiet(context, email);
    context.evidence.text(
      'subjects.txt',
      { title: 'The mailbox, newest first' },
      subjects.join('\n'),
    );
    context.checkEqual(
      `${SIGN_INS} sign-ins with new browsers are mailed ${PER_HOUR} times`,
      subjects.filter((subject) => /new sign-in/i.test(subject)).length,
      PER_HOUR,
    );
    context.checkEqual(
      'Nothing is mailed about a number that was never there',
      subjects.filter((subject) => /phone/i.test(subject)).length,
      0,
    );
  },
};

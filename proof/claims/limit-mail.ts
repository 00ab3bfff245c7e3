import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { mailsTo } from '../simulator.ts';

const PER_HOUR = 3;
const SIGN_INS = 8;
const REMOVALS = 50;
const POLLS = 80;
const POLL_MILLISECONDS = 250;

/** Confirms the address with the link in the first e-mail, as the person would. */
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
  throw new Error('the e-mail with the link did not arrive');
}

/** The subjects in the mailbox, once the newest e-mail is there and no more arrive. */
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

/** The number of e-mails to one address is limited, no matter who causes them. */
export const limitMail: Claim = {
  id: 'limit-mail',
  title:
    'An address gets at most three e-mails of one kind in an hour, and none about a change that did not happen.',
  shows:
    'A person confirms their address, signs in from new browsers many times, and removes a phone number they do not have. The mailbox shows what arrived.',
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
      `${REMOVALS} removals of a missing phone number are answered`,
      removals.filter(({ status }) => status === 200).length,
      REMOVALS,
    );
    // This e-mail is written after all the others.
    const last = context.client();
    await last.must(last.post('/api/auth/password/forgot', { email }), 202);
    const subjects = await subjectsOnceQuiet(context, email);
    context.evidence.text(
      'subjects.txt',
      { title: 'The mailbox, newest first' },
      subjects.join('\n'),
    );
    context.checkEqual(
      `${SIGN_INS} sign-ins from new browsers cause ${PER_HOUR} e-mails`,
      subjects.filter((subject) => /new sign-in/i.test(subject)).length,
      PER_HOUR,
    );
    context.checkEqual(
      'No e-mail is about a phone number that was never there',
      subjects.filter((subject) => /phone/i.test(subject)).length,
      0,
    );
  },
};

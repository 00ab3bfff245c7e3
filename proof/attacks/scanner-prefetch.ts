import { setTimeout as sleep } from 'node:timers/promises';

import * as z from 'zod/mini';

import { mailTokenLimits } from '../../src/core/tokens/limits.ts';
import { nothingOf, type Attack, type Field } from './attack.ts';

const Mails = z.array(z.object({ text: z.string() }));

const LINK = /https?:\/\/\S+?\?token=[\w-]{43}/;
const POLLS = 60;
const POLL_MILLISECONDS = 250;

/** The newest link e-mailed to the address, once there are this many. */
async function mailedLink({ deployment }: Field, email: string, count: number): Promise<URL> {
  for (let poll = 0; poll < POLLS; poll++) {
    const answer = await fetch(`${deployment.mailUrl}/messages?to=${encodeURIComponent(email)}`);
    const links = Mails.parse(await answer.json()).flatMap(({ text }) => LINK.exec(text) ?? []);
    const [newest] = links.slice(-1);
    if (newest !== undefined && links.length >= count) {
      return new URL(newest);
    }
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error('the e-mail with the link did not arrive');
}

export const scannerPrefetch: Attack = {
  id: 'scanner-prefetch',
  scenario:
    'A mail scanner opens every e-mailed link before the reader does, with GET and HEAD, and tries the API, too.',
  policy: `mailTokenLimits: verify_email ${mailTokenLimits.verify_email.lifetimeSeconds} s, reset_password ${mailTokenLimits.reset_password.lifetimeSeconds} s, one use, by POST only`,
  countedBy:
    "consumed_at in auth_mail_tokens before the reader's click; the click must work afterwards",
  blocks: ['METHOD_NOT_ALLOWED'],
  mostTries: 60,
  async run(field, tally) {
    const { accounts, database, size } = field;
    const reader = await accounts.register();
    const verify = await mailedLink(field, reader.email, 1);
    await reader.client.must(
      reader.client.post('/api/auth/password/forgot', { email: reader.email }),
      202,
    );
    const reset = await mailedLink(field, reader.email, 2);
    const scanned = [
      [verify, '/api/auth/email/verify'],
      [reset, '/api/auth/password/reset'],
    ] as const;
    for (const [link, endpoint] of scanned) {
      for (let round = 0; round < size(5, 1); round++) {
        const scanner = accounts.newClient();
        for (const path of [link.pathname + link.search, endpoint + link.search]) {
          await tally.send(async () => await scanner.get(path));
          await tally.send(async () => await scanner.send(path, { method: 'HEAD' }));
        }
      }
    }
    const tokens = await database(
      'select id::text, consumed_at is not null as used from auth_mail_tokens where user_id = $1',
      [reader.id],
    );
    const used = tokens.filter(({ used: isUsed }) => isUsed === true);
    await click(field, verify, reset);
    return {
      bound: nothingOf(0),
      evaluated: used.length,
      successes: used.length,
      rows: tokens.map(({ id }) => String(id)),
      notes: ["Afterwards the reader's click confirmed the address and reset the password."],
    };
  },
};

const token = (link: URL) => link.searchParams.get('token');

/** Sends what the button of the page sends; throws when the link no longer works. */
async function click({ accounts }: Field, verify: URL, reset: URL): Promise<void> {
  const reader = accounts.newClient();
  await reader.must(reader.post('/api/auth/email/verify', { token: token(verify) }));
  const { password } = accounts.newCredentials();
  await reader.must(
    reader.post('/api/auth/password/reset', { token: token(reset), new_password: password }),
  );
}

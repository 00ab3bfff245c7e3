import { expect, test } from 'vitest';

import { expectTakenOnce, mailStack } from '../support/mail-stack.ts';

const mail = mailStack();

test.for([1, 2, 3, 4, 5, 6])(
  'losing the database at statement %i after a call sends exactly one mail',
  async (call) => {
    for (const kind of ['before', 'after'] as const) {
      const { id, to } = await mail.putOne();
      const wake = async () => {
        await mail.wake().catch(() => {}); // a statement of its own may be the one
        return (await mail.message(id))['state'];
      };
      await mail.loseDatabase({ fail_call: call, kind });
      await expect.poll(wake, { timeout: 20_000, interval: 500 }).toBe('sent');
      await mail.loseDatabase({});
      expect(mail.takenBy(to)).toHaveLength(1);
    }
  },
);

test.for(['before', 'after', 'hang'] as const)(
  'losing the database (%s) between the 250 and its record sends exactly one mail, recorded later',
  async (kind) => {
    const { id, to } = await mail.putOne();
    const lost = Promise.withResolvers<void>();
    mail.server.beforeReply(async () => {
      await mail.loseDatabase({ fail_call: 1, kind });
      lost.resolve();
    });
    await mail.wake();
    await lost.promise;
    expect(mail.takenBy(to)).toHaveLength(1);
    expect(await mail.untilState(id, 'sent')).toMatchObject({ attempts: 1 });
    expect(mail.takenBy(to)).toHaveLength(1);
    expect(await mail.ledger(id)).toMatchObject([{ status: 'SUCCESS', provider_ref: '4F2A' }]);
  },
);

test('an e-mail leased by another mail worker is not sent before the lease ends', async () => {
  const { id, to } = await mail.putOne();
  await mail.rows(`update mail_outbox set leased_until = now() + '3 seconds' where id = $1`, [id]);
  await mail.wake();
  await mail.untilState((await mail.write()).id, 'sent');
  expect(mail.takenBy(to)).toHaveLength(0);
  await mail.untilState(id, 'sent');
  expect(mail.takenBy(to)).toHaveLength(1);
});

test('many calls at once send each e-mail once', async () => {
  const messages = await mail.put(30);
  await Promise.all(Array.from({ length: 20 }, async () => await mail.wake()));
  const sent = async () => await mail.count(messages, `state = 'sent'`);
  await expect.poll(sent).toBe(30);
  await expectTakenOnce(mail, messages);
});

test('a queued e-mail of a deleted person is not sent', async () => {
  const [gone, kept] = [await mail.putOne(), await mail.putOne()];
  await mail.rows('delete from mail_outbox where id = $1', [gone.id]);
  await mail.wake();
  await mail.untilState(kept.id, 'sent');
  expect(mail.takenBy(gone.to)).toHaveLength(0);
});

/** A thousand say what ten thousand say; `BACKLOG=10000 npx vitest …` asks for the rest. */
const BACKLOG = Number(process.env['BACKLOG'] ?? 1000);

test(
  'a backlog of e-mails, with the server down at first, is sent without loss or duplicate',
  { timeout: 240_000 },
  async () => {
    await mail.server.mode({ smtp: 'refuse' });
    const messages = await mail.put(BACKLOG);
    await mail.wake();
    const failed = async () => await mail.count(messages, `state = 'failed'`);
    await expect.poll(failed).toBe(1);
    await mail.server.mode({});
    const sent = async () => await mail.count(messages, `state = 'sent'`);
    await expect.poll(sent, { timeout: 220_000, interval: 1000 }).toBe(messages.length);
    expect(await mail.count(messages, 'attempts = 1')).toBe(messages.length - 1);
    await expectTakenOnce(mail, messages);
  },
);

test('finished e-mails are swept away, and those never to be sent after a day', async () => {
  const [old, fresh, nobody] = [await mail.putOne(), await mail.putOne(), await mail.putOne()];
  await mail.rows(
    `update mail_outbox set state = 'dead', error_code = 'NO_ACCOUNT',
       created_at = now() - interval '25 hours' where id = $1`,
    [nobody.id],
  );
  await mail.wake();
  await mail.untilState(old.id, 'sent');
  await mail.untilState(fresh.id, 'sent');
  await mail.rows(`update mail_outbox set created_at = now() - interval '31 days' where id = $1`, [
    old.id,
  ]);
  await mail.wake();
  await expect.poll(async () => await mail.message(old.id)).toEqual({});
  expect(await mail.message(nobody.id)).toEqual({});
  expect(await mail.message(fresh.id)).toMatchObject({ state: 'sent' });
});

import { expect, test } from 'vitest';
import { createMailbox } from './mailbox.ts';
import { GOOD, openCatcher } from './mail-testing.ts';

test('the catcher keeps the newest twenty thousand mails', async () => {
  const mailbox = createMailbox();
  const mail = { to: '', subject: '', text: '', html: '', from: '', message_id: '', headers: {} };
  for (let sent = 0; sent < 20_001; sent += 1) {
    mailbox.add(mail);
  }
  expect([mailbox.all.length, mailbox.all[0]?.id, mailbox.all.at(-1)?.id]).toEqual([
    20_000, 2, 20_001,
  ]);
});

test('the page says that it is a simulator and shows the newest mail', async () => {
  const { send, page } = await openCatcher();
  expect(await page()).toContain('Nothing was caught so far');
  await send({ subject: 'older' });
  await send({ subject: '<b>newer</b>' });
  const html = await page();
  expect(html).toContain('<h1>Simulator: no message is sent, no money is spent</h1>');
  expect(html).toContain('Mails: 2');
  expect(html).toContain('<h2>&lt;b&gt;newer&lt;/b&gt;</h2>');
  expect(html).not.toContain('<b>');
  expect(html).toContain('sandbox="" srcdoc="&lt;p&gt;');
  expect(await page('?mail=1')).toContain('<h2>older</h2>');
});

test('the page lists the links of both parts, whole and once, and no other kind', async () => {
  const { send, page } = await openCatcher();
  await send({ html: `${GOOD.html}<a href="javascript:alert(1)">x</a>` });
  const links = [...(await page()).matchAll(/<a href="([^"/][^"]*)"/g)].map(([, link]) => link);
  expect(links).toEqual([
    'https://app.example/verify#token=abc',
    'https://app.example/verify?a=1&amp;b=2',
  ]);
});

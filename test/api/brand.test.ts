import { expect, test, vi } from 'vitest';

import { setPhone } from '../../src/features/phone/contract.ts';
import { pagePaths } from '../../src/features.ts';
import { setupTotp } from '../../src/features/totp/contract.ts';
import { Client } from '../support/client.ts';
import { mailsTo } from '../support/mail.ts';
import { ownStack } from '../support/own-stack.ts';
import { registerPerson } from '../support/person.ts';
import type { SimulatedMessage } from '../support/simulator.ts';

/** With everything that has a meaning in HTML, and the sign that ends an issuer. */
const NAME = 'Möwe & <Söhne>: "Bank"';
const IN_TEXT = 'Möwe &amp; &lt;Söhne&gt;: "Bank"';

const stack = ownStack('brand', { BRAND_NAME: NAME });
const broken = ownStack('brand-broken', { BRAND_NAME: NAME, ACCESS_TOKEN_KEYS: 'none' });

const german = { 'accept-language': 'fr-CA, de-AT;q=0.9, en;q=0.8' };

async function documentAt(path: string, headers: HeadersInit = {}): Promise<string> {
  const { body } = await new Client({ url: stack().appUrl }).send(path, { headers });
  return String(body['text']);
}

async function signedIn(phone: string) {
  const person = await registerPerson(new Client({ url: stack().appUrl }));
  const { email, password } = person;
  await person.client.post('/api/auth/login', { email, password });
  return { ...person, phone };
}

async function messagesTo(phone: string): Promise<string[]> {
  const answer = await fetch(`${stack().mockServices.urls.twilio}/messages`);
  const messages = await answer.json<SimulatedMessage[]>();
  return messages.filter(({ to }) => to === phone).map(({ body }) => body);
}

test('every page has the deployment’s name in its title and in a tag for the script', async () => {
  for (const path of [...pagePaths, '/nowhere']) {
    const html = await documentAt(path);
    expect([path, html]).toEqual([path, expect.stringContaining(`<title>${IN_TEXT}</title>`)]);
    expect(html).toMatch(/<html [^>]*data-brand="Möwe &(amp;)? <Söhne>: &quot;Bank&quot;"/);
    expect(html).not.toContain('Sallyport');
  }
});

test('pages have that name even while the configuration is incomplete', async () => {
  const { body } = await new Client({ url: broken().appUrl }).get('/login');
  expect(body['text']).toContain(`<title>${IN_TEXT}</title>`);
});

test('the authenticator’s entry has that name, without the colon that would end it', async () => {
  const { client } = await signedIn('');
  const { otpauth_url, qr_svg } = await client.must(setupTotp);
  const url = new URL(otpauth_url);
  expect(url.searchParams.get('issuer')).toBe('Möwe & <Söhne> "Bank"');
  expect(decodeURIComponent(url.pathname)).toContain('/Möwe & <Söhne> "Bank":person-');
  expect(qr_svg).toMatch(/^<svg /);
});

test('text messages begin with that name', async () => {
  const { client, phone } = await signedIn('+447700907841');
  await client.must(setPhone, { phone });
  const [code = ''] = await messagesTo(phone);
  expect(code).toMatch(/^Möwe & <Söhne>: "Bank": your code is \d{6}\./);
  await client.post('/api/account/phone/verify', { code: /\d{6}/.exec(code)?.[0] });
  expect((await client.post('/api/alerts/sms/test')).status).toBe(200);
  expect((await messagesTo(phone))[0]).toMatch(/^Möwe & <Söhne>: "Bank": this is a test message\./);
});

test('mails are signed with that name', async () => {
  const { email } = await registerPerson(new Client({ url: stack().appUrl }));
  const mails = async () => await mailsTo(email, stack().mockServices.urls.mail);
  await vi.waitFor(async () => expect(await mails()).not.toEqual([]), { timeout: 60_000 });
  const [mail] = await mails();
  expect(mail?.text).toContain(`--\n${NAME}`);
  expect(mail?.text).not.toContain('Sallyport');
});

test('problem pages have that name, the language of the browser and the chosen colours', async () => {
  for (const path of ['/problems', '/problems/rate-limited', '/problems/nothing']) {
    const english = await documentAt(path);
    expect(english).toContain(`· ${IN_TEXT.replaceAll('"', '&quot;')}</title>`);
    expect(english).toContain('<html lang="en">');
    expect(english).not.toContain('Sallyport');
    expect(await documentAt(path, german)).toContain('<html lang="de">');
    const dark = await documentAt(path, { cookie: 'theme=dark' });
    expect(dark).toContain('<html lang="en" data-theme="dark">');
    expect(dark).toContain('<meta name="color-scheme" content="dark">');
  }
});

test('a problem page is in German for a German browser, and in the language that was chosen', async () => {
  const page = await documentAt('/problems/rate-limited', german);
  expect(page).toMatch(/<h1>Zu viele Versuche<\/h1>/);
  expect(page).toContain('<dt>Was zu tun ist</dt>');
  const chosen = await documentAt('/problems/rate-limited', { ...german, cookie: 'language=en' });
  expect(chosen).toContain('<h1>Too many attempts</h1>');
  const refused = { 'accept-language': 'de;q=0, en' };
  expect(await documentAt('/problems/rate-limited', refused)).toContain('<html lang="en">');
});

test('a cookie or a header of another make changes nothing of a problem page', async () => {
  const odd = {
    cookie: 'theme="><script>; language=<b>',
    'accept-language': '<script>,;q=,de;q=x,*',
  };
  expect(await documentAt('/problems/rate-limited', odd)).toBe(
    await documentAt('/problems/rate-limited'),
  );
});

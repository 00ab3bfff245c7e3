import { expect, test } from 'vitest';

import { languages, type Language } from '../../../platform/web/look.ts';
import { encodeBase64Url } from '../../../platform/crypto/encoding.ts';
import type { EmailKind } from './email.ts';
import type { WaitingEmail } from './outbox.ts';
import { contrast, inkOf, textOn } from './brand.ts';
import { writeEmail, type Writing } from './write-email.ts';

const kinds: Record<EmailKind, true> = {
  verify_email: true,
  address_taken: true,
  address_confirmed: true,
  reset_password: true,
  password_changed: true,
  two_factor_on: true,
  two_factor_off: true,
  backup_code_used: true,
  backup_codes_renewed: true,
  new_device: true,
  account_locked: true,
  phone_changed: true,
  leaving: true,
  staying: true,
  admin_action: true,
  locked_by_staff: true,
  two_factor_reset_pending: true,
};
const allKinds = Object.keys(kinds);

const token = new Uint8Array(32).fill(7);
const writing: Writing = {
  vault: { mac: async () => token },
  publicUrl: 'https://door.example',
  brand: { name: 'Sallyport', color: '#17594a', support: null },
};

function emailOf(kind: string, facts: unknown = {}, locale: Language | null = null): WaitingEmail {
  return {
    id: '0195d0a0-0000-7000-8000-000000000000',
    kind,
    to_address: 'ada@example.com',
    facts,
    token_id: '0195d0a0-0000-7000-8000-000000000001',
    locale,
    trace_id: '0'.repeat(32),
    attempts: 0,
    created_at: new Date('2030-01-02T15:04:05Z'),
    expires_at: new Date('2030-01-03T15:04:05Z'),
  };
}

const hostile =
  '"><script>alert(1)</script><a href="https://evil.example">evil.example</a>\r\nBcc: x';

test.for(allKinds)(
  '%s: every link leads to PUBLIC_URL and to nothing an attacker wrote',
  async (kind) => {
    const facts = {
      at: '2030-01-02T15:04:05Z',
      ip: hostile,
      userAgent: `${hostile}/1.0 (https://evil.example)`,
      place: hostile,
      left: 3,
      deletesAt: '2030-01-16T15:04:05Z',
      deed: hostile,
      url: 'https://evil.example',
      host: 'evil.example',
    };
    const { text, html, subject } = await writeEmail(writing, emailOf(kind, facts));
    const links = [...html.matchAll(/(?:href|src|background|action)="([^"]*)"/g)].map(
      ([, to]) => to,
    );
    expect(links.length > 0).toBe(kind !== 'locked_by_staff'); // there is nothing to do on any page
    expect(links.filter((link) => !link?.startsWith('https://door.example/'))).toEqual([]);
    expect(html).not.toMatch(/<script|<img|<link|@import|url\(/);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(`${text}${html}`).not.toMatch(/evil\.example/);
  },
);

test.for(allKinds)('%s: says when, and has the same sentences in both forms', async (kind) => {
  const { text, html } = await writeEmail(writing, emailOf(kind, { at: '2030-01-02T15:04:05Z' }));
  expect(text).toContain('2 January 2030 at 15:04 UTC');
  expect(html).toContain('2 January 2030 at 15:04 UTC');
  const [heading = ''] = text.split('\n');
  expect(html).toContain(`>${heading}</h1>`);
  expect(text).not.toMatch(/undefined|null|NaN|\[object/);
});

test.for(allKinds)(
  '%s: is written in every language, and in each of them differently',
  async (kind) => {
    const facts = {
      at: '2030-01-02T15:04:05Z',
      ip: '2001:db8::7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      place: 'Lisbon, PT',
      deletesAt: '2030-01-16T15:04:05Z',
      left: 3,
      action: 'locked',
      isLast: true,
    };
    const mails = await Promise.all(
      languages.map(async (language) => await writeEmail(writing, emailOf(kind, facts, language))),
    );
    for (const part of ['subject', 'text', 'html'] as const) {
      const texts = mails.map((mail) => mail[part]);
      expect(texts.filter((text) => text.trim() === '')).toEqual([]);
      expect(new Set(texts).size).toBe(languages.length);
    }
    expect(mails.map(({ html }) => /<html lang="(\w+)">/.exec(html)?.[1])).toEqual([...languages]);
    // No sentence of one language stands in another: line by line, but for names, addresses and values.
    const [english = [], ...others] = mails.map(({ text }) => text.split('\n'));
    const left = others.flatMap((lines) => lines.filter((line) => english.includes(line)));
    expect(left.filter((line) => /[a-z] [a-z]/.test(line))).toEqual([]);
  },
);

test.for(['locked', 'unlocked', 'sessions_ended', 'roles_changed', 'reset_withdrawn'])(
  'what an administrator did (%s) is told in each language',
  async (action) => {
    const facts = { at: '2030-01-02T15:04:05Z', action, roles: 'USER, SUPPORT' };
    const texts = await Promise.all(
      languages.map(
        async (language) =>
          (await writeEmail(writing, emailOf('admin_action', facts, language))).text,
      ),
    );
    const sentences = texts.map((text) => text.split('\n\n')[1] ?? '');
    expect(new Set(sentences).size).toBe(languages.length);
    expect(sentences.filter((text) => text.includes('_'))).toEqual([]);
    const named = sentences.map((text) => text.includes('USER, SUPPORT'));
    expect(named).toEqual(languages.map(() => action === 'roles_changed'));
  },
);

test('the button that leads to a new password names the account in the fragment, and nothing else does', async () => {
  const { text, html } = await writeEmail(writing, emailOf('reset_password'));
  const link = `https://door.example/reset-password?token=${encodeBase64Url(token)}`;
  expect(html.match(/href="[^"]*#[^"]*"/g)).toEqual([`href="${link}#for=ada%40example.com"`]);
  expect(text).toContain(`${link}\n`);
  expect(text).not.toContain('#');
});

test('who and where are told in words a person knows', async () => {
  const facts = {
    at: '2030-01-02T15:04:05Z',
    ip: '2001:db8::7',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    place: 'Lisbon, PT',
  };
  const { text } = await writeEmail(writing, emailOf('new_device', facts));
  expect(text).toContain(
    'When: 2 January 2030 at 15:04 UTC\nBrowser: Firefox 128 on Linux\nAddress: 2001:db8::7\nNear: Lisbon, PT\n',
  );
});

test.for([null, 'text', 7, [], { at: 'never', ip: 7, userAgent: [], place: {}, left: 'x' }])(
  'facts of another form, %j, are left out',
  async (facts) => {
    for (const kind of allKinds) {
      const { text } = await writeEmail(writing, emailOf(kind, facts));
      expect(text).toContain('When: 2 January 2030 at 15:04 UTC');
      expect(text).not.toMatch(/Browser|Address:|Near/);
    }
  },
);

test.for([
  ['verify_email', '/verify-email'],
  ['reset_password', '/reset-password'],
  ['leaving', '/keep-account'],
])('%s carries the token that is made again from its id', async ([kind = '', path = '']) => {
  const { text, html } = await writeEmail(writing, emailOf(kind));
  const link = `https://door.example${path}?token=${encodeBase64Url(token)}`;
  expect(text).toContain(link);
  expect(html).toContain(`href="${link}"`);
  const without = { ...emailOf(kind), token_id: null };
  await expect(writeEmail(writing, without)).rejects.toThrow('no token');
});

test.for(['of_tomorrow', '__proto__', 'constructor', 'toString'])(
  'an e-mail of the unknown kind %s is not written',
  async (kind) => {
    await expect(writeEmail(writing, emailOf(kind))).rejects.toThrow('without a template');
  },
);

test('the brand is escaped, and readable in every colour', async () => {
  const name = 'A & B <b>"Co\'</b>';
  for (const color of [
    '#000000',
    '#ffffff',
    '#ffdd00',
    '#17594a',
    '#777777',
    '#767676',
    '#0000ff',
  ]) {
    const brand = { name, color, support: 'https://help.example/?a=1&b=2' };
    const { html, text } = await writeEmail({ ...writing, brand }, emailOf('verify_email'));
    expect(html).toContain('A &amp; B &lt;b&gt;&quot;Co&#39;&lt;/b&gt;');
    expect(html).not.toContain('<b>');
    expect(html).toContain('href="https://help.example/?a=1&amp;b=2"');
    expect(text).toContain(name);
    expect(contrast(color, textOn(color))).toBeGreaterThanOrEqual(4.5);
    expect(contrast('#ffffff', inkOf(color))).toBeGreaterThanOrEqual(4.5);
  }
});

test('an address of an administrator is nobody\u2019s business', async () => {
  const facts = { at: '2030-01-02T15:04:05Z', ip: '203.0.113.7', place: 'Lisbon, PT' };
  const { text, html } = await writeEmail(writing, emailOf('admin_action', facts));
  expect(`${text}${html}`).not.toMatch(/203\.0\.113\.7|Lisbon/);
});

test('the last mail of its kind for an hour says so, and no other one does', async () => {
  const texts = await Promise.all(
    [{}, { isLast: true }, { isLast: 'true' }].map(
      async (facts) => (await writeEmail(writing, emailOf('new_device', facts))).text,
    ),
  );
  const says = texts.map((text) => text.includes('No more mails of this kind'));
  expect(says).toEqual([false, true, false]);
});

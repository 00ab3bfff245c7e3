import fc from 'fast-check';
import { expect, test } from 'vitest';

import { emailField } from './fields.ts';
import { canonicalAddress, canonicalDomain, readableAddress } from './mail-domain.ts';

const BOOKS = 'anna@xn--bcher-kva.example';

test.for([
  'anna@bücher.example',
  'Anna@BÜCHER.Example',
  'anna@bu\u0308cher.example',
  'anna@xn--bcher-kva.example',
  'anna@XN--BCHER-KVA.example',
  'anna@bücher。example',
  'anna@bücher．example',
  'anna@bücher｡example',
  'anna@ｂüｃｈｅｒ．ｅｘａｍｐｌｅ',
])('%s is one address, however it is spelled', (given) => {
  expect(emailField.safeParse(given)).toMatchObject({ success: true, data: BOOKS });
});

test.for([
  ['faß.example', 'xn--fa-hia.example'],
  ['例子.广告', 'xn--fsqu00a.xn--4rr70v'],
  ['пример.рф', 'xn--e1afmkfd.xn--p1ai'],
  ['mail.example.com', 'mail.example.com'],
])('the domain %s is %s', ([typed = '', canonical]) => {
  expect(canonicalDomain(typed)).toBe(canonical);
  expect(readableAddress(`ada@${canonical}`)).toBe(`ada@${typed}`);
});

test.for([
  'a:80.example',
  'a%62.example',
  '[2001:db8::1]',
  '127.0.0.1',
  '１２７．０．０．１',
  '0x7f.0x1',
  '1.2.3.45',
  'exam\u00adple.com',
  'exam\u200bple.com',
  'a/b.example',
  'a\\b.example',
  'a?b.example',
  'a#b.example',
  'user@host.example',
  'xn--.example',
  'a b.example',
  '',
])('%j is no domain of an address', (domain) => {
  expect(emailField.safeParse(`ada@${domain}`).success).toBe(false);
});

test('what is read is the same address again, and reading it twice changes nothing', () => {
  const label = fc.string({
    unit: fc.constantFrom(...'abz09-üßéñøłжяאבعخ例子日本ゆ한글ａＺ'.split('')),
    minLength: 1,
    maxLength: 12,
  });
  const domains = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
  fc.assert(
    fc.property(domains, (domain) => {
      const canonical = canonicalAddress(`ada@${domain}`);
      expect(canonicalAddress(canonical)).toBe(canonical);
      expect(canonicalAddress(readableAddress(canonical))).toBe(canonical);
      expect(readableAddress(readableAddress(canonical))).toBe(readableAddress(canonical));
    }),
    { numRuns: 2000 },
  );
});

test('any text after xn-- is read without an error, and never as another address', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abcxyz019-'.split('')), maxLength: 30 }),
      (text) => {
        const address = `ada@xn--${text}.example`;
        const read = readableAddress(address);
        expect(read === address || canonicalAddress(read) === address).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

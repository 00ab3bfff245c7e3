import { expect, test } from 'vitest';

import { isSignedByTwilio } from './signature.ts';

/** The example of Twilio's documentation of webhook security. */
const example = {
  url: 'https://example.com/myapp.php?foo=1&bar=2',
  fields: [
    ['CallSid', 'CA1234567890ABCDE'],
    ['Caller', '+14158675310'],
    ['Digits', '1234'],
    ['From', '+14158675310'],
    ['To', '+18005551212'],
  ] as [string, string][],
  signature: 'L/OH5YylLD5NRKLltdqwSvS0BnU=',
};

test("Twilio's own example is accepted, in whatever order the fields came", async () => {
  expect(await isSignedByTwilio('12345', example)).toBe(true);
  const shuffled = { ...example, fields: example.fields.toReversed() };
  expect(await isSignedByTwilio('12345', shuffled)).toBe(true);
});

test.for([
  { ...example, signature: '' },
  { ...example, signature: 'L/OH5YylLD5NRKLltdqwSvS0BnV=' },
  { ...example, url: 'https://evil.example/myapp.php?foo=1&bar=2' },
  { ...example, url: 'https://example.com/myapp.php?foo=1&bar=3' },
  { ...example, fields: [...example.fields, ['Extra', '1']] as [string, string][] },
  { ...example, fields: example.fields.slice(1) },
])('a changed address, field or signature is refused (%#)', async (forged) => {
  expect(await isSignedByTwilio('12345', forged)).toBe(false);
});

test('another auth token does not fit', async () => {
  expect(await isSignedByTwilio('12346', example)).toBe(false);
});

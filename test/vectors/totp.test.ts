import { expect, test } from 'vitest';
import { codeAt, matchStep } from '../../src/core/factors/totp-code.ts';

const secret = new TextEncoder().encode('12345678901234567890');

/** RFC 4226 appendix D: the HOTP values of the counters 0 to 9. */
const hotp = [
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
  '520489',
];

/** RFC 6238 appendix B, the rows for SHA-1: seconds since 1970 and the code of 8 digits. */
const totp = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
] as const;

test.each(hotp.map((code, counter) => ({ code, counter })))(
  'RFC 4226 appendix D: counter $counter gives $code',
  async ({ code, counter }) => {
    expect(await codeAt(secret, counter)).toBe(code);
  },
);

test.each(totp)('RFC 6238 appendix B: at %i s the code is %s', async (seconds, code) => {
  const step = Math.floor(seconds / 30);
  expect(await codeAt(secret, step, 8)).toBe(code);
  expect(await matchStep(secret, code.slice(-6), new Date(seconds * 1000))).toEqual({ step });
  expect(await matchStep(secret, code.slice(-6), new Date(seconds * 1000), step)).toBe('replayed');
});

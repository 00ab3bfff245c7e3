import { expect, test } from 'vitest';

import { deviceLimits } from '../src/core/devices/limits.ts';
import { deletionLimits } from '../src/core/accounts/limits.ts';
import { mailTokenLimits } from '../src/core/tokens/limits.ts';
import { passwordLimits } from '../src/core/passwords/limits.ts';
import { lengthHint } from '../web/new-password/password-length.ts';

const DAY = 24 * 60 * 60;

test('the times that the pages tell in words are those of the policies', () => {
  expect({
    'good for one day': mailTokenLimits.verify_email.lifetimeSeconds,
    'half an hour': mailTokenLimits.reset_password.lifetimeSeconds,
    'fourteen days': deletionLimits.undoSeconds,
    'the link keeps it': mailTokenLimits.keep_account.lifetimeSeconds,
    '30 days': deviceLimits.trustSeconds,
  }).toEqual({
    'good for one day': DAY,
    'half an hour': 30 * 60,
    'fourteen days': 14 * DAY,
    'the link keeps it': 14 * DAY,
    '30 days': 30 * DAY,
  });
});

test('a password of the fewest characters is long enough, and one of too many is not', () => {
  const { minCharacters, maxCharacters } = passwordLimits;
  expect(lengthHint('x'.repeat(minCharacters))).toBe('Long enough.');
  expect(lengthHint('x'.repeat(minCharacters - 1))).toContain('1 more');
  expect(lengthHint('x'.repeat(maxCharacters + 1))).toContain('At most');
});

import { expect, test } from 'vitest';

import {
  devicePolicy,
  leavingPolicy,
  mailTokenPolicy,
  passwordPolicy,
} from '../src/core/policy/policies.ts';
import { lengthHint } from '../web/new-password/password-length.ts';

const DAY = 24 * 60 * 60;

test('the times that the pages tell in words are those of the policies', () => {
  expect({
    'good for one day': mailTokenPolicy.verify_email.lifetimeSeconds,
    'half an hour': mailTokenPolicy.reset_password.lifetimeSeconds,
    'fourteen days': leavingPolicy.undoSeconds,
    'the link keeps it': mailTokenPolicy.keep_account.lifetimeSeconds,
    '30 days': devicePolicy.trustSeconds,
  }).toEqual({
    'good for one day': DAY,
    'half an hour': 30 * 60,
    'fourteen days': 14 * DAY,
    'the link keeps it': 14 * DAY,
    '30 days': 30 * DAY,
  });
});

test('a password of the fewest characters is long enough, and one of too many is not', () => {
  const { minCharacters, maxCharacters } = passwordPolicy;
  expect(lengthHint('x'.repeat(minCharacters))).toBe('Long enough.');
  expect(lengthHint('x'.repeat(minCharacters - 1))).toContain('1 more');
  expect(lengthHint('x'.repeat(maxCharacters + 1))).toContain('At most');
});

import { expect, test } from 'vitest';

import { registerAccount } from '../src/features/register/contract.ts';
import { checkFields } from './check-fields.ts';

const required = { email: 'Enter your e-mail address.', password: 'Choose a password.' };

test('an empty field is asked for in its own words', () => {
  expect(checkFields(registerAccount, { email: '', password: '' }, required)).toEqual(required);
});

test('what the contract would refuse is said before it is sent', () => {
  const messages = checkFields(registerAccount, { email: 'ana', password: 'x' }, required);
  expect(messages).toEqual({ email: 'Enter an e-mail address.' });
});

test('what the contract takes is not held up', () => {
  const values = { email: ' Ana@Example.com ', password: 'x' };
  expect(checkFields(registerAccount, values, required)).toBeNull();
});

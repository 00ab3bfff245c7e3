import { expect, test as base } from 'vitest';

import { newCredentials, newEnrolled } from '../support/person.ts';
import {
  browserFixtures,
  codeField,
  reachSecondFactor,
  readProblem,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('the password meter and the server agree, and a refusal disappears with the next key', async ({
  page,
}) => {
  const { email, password } = newCredentials();
  const [name = ''] = email.split('@');
  await page.goto('/register');
  await page.getByLabel('E-mail address').fill(email);
  const field = page.getByLabel('Password', { exact: true });
  await field.fill(`${name} and more`);
  const advice = 'Leave your e-mail address and its parts out of it.';
  await page.getByText(`Guessed at once · ${advice}`).waitFor();
  await page.getByRole('button', { name: 'Create account' }).click();
  const { text } = await readProblem(page);
  expect(text).toContain(advice);
  await field.press('End');
  await field.press('x');
  await page.getByText('This password is too easy to guess.').waitFor({ state: 'detached' });
  await field.fill(password);
  await page.getByText('Very hard to guess').waitFor();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
});

test('a wrong backup code is answered with advice about backup codes', async ({ page }) => {
  await reachSecondFactor(page, await newEnrolled());
  await codeField(page).waitFor();
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByRole('textbox', { name: 'Backup code' }).fill('ABCD-EFGH-JKMN-PQRS');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const { text } = await readProblem(page);
  expect(text).toContain('Compare it with your list, or use another backup code.');
  expect(text).not.toMatch(/clock/);
});

import { expect, inject, test as base } from 'vitest';

import { makeBootstrapToken } from '../../ops/bootstrap.ts';
import { requestTwoFactorReset } from '../../src/features/admin-users/contract.ts';
import { newCredentials, newEnrolled, newPerson, newStaff } from '../support/person.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { mailedLink } from './mails.ts';
import { browserFixtures, proveFirstFactor, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

test.concurrent('a person without a role or a second factor is told why the page is refused', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  await signIn(page, person);
  await page.goto('/admin/users');
  await page.getByText('Your role does not open this page.').waitFor();
  await database.rows(`update users set roles = '{USER,ADMIN}' where id = $1`, [person.id]);
  await page.reload();
  await page.getByText('Your role works only with two-factor authentication.').waitFor();
  await expectAccessible(page, 'users without a second factor');
});

test.concurrent('a mailed link cancels the reset of a second factor', async ({ page }) => {
  await page.setViewportSize(narrow);
  const person = await newEnrolled();
  const staff = await newStaff();
  expect((await actOn(staff.client, requestTwoFactorReset, person.id)).status).toBe(202);
  await page.goto(await mailedLink(person.email, '/cancel-reset'));
  await page.getByRole('heading', { name: 'Keep your second factor' }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  await expectAccessible(page, 'cancel a reset');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('heading', { name: 'Your second factor stays' }).waitFor();
  const rows = await database.rows('select outcome from two_factor_resets where user_id = $1', [
    person.id,
  ]);
  expect(rows).toEqual([{ outcome: 'cancelled' }]);
  await page.goto('/cancel-reset');
  await page.getByRole('heading', { name: 'This link is not whole' }).waitFor();
});

/** The owner's connection string, over HTTP. */
function neonUrl(): string {
  const url = new URL(inject('databaseUrl'));
  url.port = new URL(inject('neonHttpUrl')).port;
  return url.href;
}

test.concurrent('a one-time token makes the first administrator, who is told to turn on the second factor', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  const token = await makeBootstrapToken({ databaseUrl: neonUrl(), force: true });
  const wanted = newCredentials();
  await page.goto(`/claim-admin?token=${token}`);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByText('Choose a password.').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await expectAccessible(page, 'claim with messages');
  await page.getByLabel('E-mail address').fill(wanted.email);
  await page.getByLabel('Password', { exact: true }).fill(wanted.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByText('before that nothing can be administered').waitFor();
  await proveFirstFactor(page, wanted);
  await page.getByRole('heading', { name: wanted.email }).waitFor();
  await page.goto('/admin/users');
  await page.getByText('Your role works only with two-factor authentication.').waitFor();
});

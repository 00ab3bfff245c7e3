import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { login } from '../../src/features/sign-in/contract.ts';
import { me } from '../../src/features/sessions/contract.ts';
import { Client } from '../support/client.ts';
import {
  codeFor,
  confirmAddress,
  newEnrolled,
  newPerson,
  settleInStep,
  type Person,
} from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { mailsOf, mailedLink } from './mails.ts';
import {
  browserFixtures,
  codeField,
  proveFirstFactor,
  reachSecondFactor,
  signIn,
  signOut,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

const NEW_PASSWORD = 'seven purple otters sing';

async function elsewhere({ email, password }: Person): Promise<Client> {
  const client = new Client();
  await client.must(login, { email, password });
  return client;
}

test.concurrent('changing the password asks for a confirmation, ends other sessions and sends a mail', async ({
  page,
}) => {
  const person = await newPerson();
  await database.rows('update users set email_verified_at = now() where id = $1', [person.id]);
  const other = await elsewhere(person);
  await signIn(page, person);
  await database.rows(
    `update auth_sessions set authenticated_at = authenticated_at - interval '1 hour' where user_id = $1`,
    [person.id],
  );
  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Change password' }).click();
  const asking = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await asking.getByLabel('Password', { exact: true }).fill(person.password);
  await asking.getByRole('button', { name: 'Confirm' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change your password' });
  await dialog.getByLabel('New password').fill('passwordpassword');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await dialog.getByText('This password is too easy to guess.').waitFor();
  await dialog.getByLabel('New password').fill(NEW_PASSWORD);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your new password is in force.').waitFor();
  expect((await other.get(me.path)).status).toBe(401);
  await mailsOf(person.email, 1);
  await page.reload();
  await signOut(page);
  await proveFirstFactor(page, { email: person.email, password: NEW_PASSWORD });
  await page.getByRole('heading', { name: person.email }).waitFor();
});

test.concurrent('a trusted browser replaces the second factor until its trust ends', async ({
  page,
}) => {
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  const trust = page.getByLabel('Trust this browser for 30 days');
  expect(await trust.isChecked()).toBe(false);
  await trust.check();
  await settleInStep(3);
  await codeField(page).fill(codeFor(person.secret, 0)); // the last digit sends it
  await page.getByText('Password and authenticator code').waitFor();
  await signOut(page);
  await proveFirstFactor(page, person);
  await page.getByText('Password and trusted browser').waitFor();

  await page.goto('/settings/sessions');
  await page.getByText(/^Trusted until /).waitFor();
  await page.getByRole('button', { name: /^Stop trusting/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop trusting' }).click();
  await page.getByText('is no longer trusted.').waitFor();
  expect(await page.getByText(/^Trusted until /).count()).toBe(0);
  await signOut(page);
  await proveFirstFactor(page, person);
  await page.waitForURL('**/2fa/verify');
});

test.concurrent('a person exports their data, requests the deletion and cancels it', async ({
  page,
}) => {
  const person = await confirmAddress(await newEnrolled());
  const other = person.client;
  await reachSecondFactor(page, person);
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByRole('textbox', { name: 'Backup code' }).fill(person.backupCodes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: person.email }).waitFor();
  await page.goto('/settings/profile');
  expect(await downloadData(page)).toMatchObject({ user: { email: person.email } });

  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await dialog.getByText('Enter the six digits from your app.').waitFor();
  await settleInStep(3);
  await codeField(page).fill(codeFor(person.secret, 0));
  await dialog.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByText(/your account will be deleted on/).waitFor();
  expect((await other.get(me.path)).status).toBe(401);
  await proveFirstFactor(page, person);
  await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor();

  await page.goto(await mailedLink(person.email, '/keep-account'));
  await page.getByRole('heading', { name: 'Cancel the deletion of your account?' }).waitFor();
  expect(page.url()).not.toContain('token');
  await page.getByRole('button', { name: 'Cancel the deletion' }).click();
  await page.getByText('Your account stays. Sign in to go on.').waitFor();
  await proveFirstFactor(page, person);
  await page.waitForURL('**/2fa/verify');
});

async function downloadData(page: Page): Promise<unknown> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my data' }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^sallyport-account-\d{4}-\d\d-\d\d\.json$/);
  await page.getByText('Saved as').waitFor();
  return JSON.parse(await readFile(await file.path(), 'utf8'));
}

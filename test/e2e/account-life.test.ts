import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { codeFor, newCredentials, newPerson, settleInStep } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { mailsOf, mailedLink, mailsTo } from './mails.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  proveFirstFactor,
  readBackupCodes,
  register,
  signIn,
  signOut,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

async function isConfirmed(email: string): Promise<boolean> {
  const [row] = await database.rows<{ email_verified_at: Date | null }>(
    'select email_verified_at from users where email = $1',
    [email],
  );
  return row?.email_verified_at instanceof Date;
}

/** Opens a mailed link as a person does: the token is out of the address bar when the page is there. */
async function follow(page: Page, link: string, heading: string) {
  await page.goto(link);
  await page.getByRole('heading', { name: heading }).waitFor();
  expect(page.url()).not.toContain('token');
}

test('a person registers, confirms the address, turns the second factor on, resets the password and signs in again', async ({
  page,
}) => {
  const person = newCredentials();
  await register(page, person);
  const link = await mailedLink(person.email, '/verify-email');
  await follow(page, link, 'Confirm your address');
  expect(await isConfirmed(person.email)).toBe(false);
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
  expect(await isConfirmed(person.email)).toBe(true);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await proveFirstFactor(page, person);
  await page.getByRole('link', { name: 'Turn on: Two-factor authentication' }).click();

  await settleInStep();
  const secret = await beginSetup(page);
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).fill(codeFor(secret, -1));
  await readBackupCodes(page);
  await leaveCodes(page);
  await page.getByText('Two-factor authentication is on.').waitFor();
  await signOut(page);

  const changed = { email: person.email, password: 'seven purple otters sing' };
  await resetByMail(page, changed);
  await proveFirstFactor(page, person);
  await page.getByText('The e-mail address or the password is not right.').waitFor();
  await proveFirstFactor(page, changed);
  await codeField(page).fill(codeFor(secret, 0));
  await page.getByText('Password and authenticator code').waitFor();

  await page.goto('/settings/sessions');
  await page.getByText('You are signed in nowhere else.').waitFor();
  await page.getByRole('button', { name: 'End all, this one too' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all' }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/login`);
});

/** From the sign-in page to a new password and back to it. */
async function resetByMail(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  const link = await mailedLink(email, '/reset-password');
  await follow(page, link, 'Choose a new password');
  await page.getByLabel('New password').fill('passwordpassword');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByText('This password is too easy to guess.').waitFor();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByText('Your new password is in force').waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/login`);
  // The link has done its work.
  await follow(page, link, 'Choose a new password');
  await page.getByLabel('New password').fill('another five otters sing');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await page.getByRole('heading', { name: 'This link was used already' }).waitFor();
  await page.getByRole('link', { name: 'Back to sign-in' }).click();
}

test.concurrent('registering and requesting a link do not tell whether an address has an account', async ({
  page,
}) => {
  const known = await newPerson();
  const unknown = newCredentials();
  const seen = async ({ email }: { email: string }) =>
    (await page.getByRole('main').innerText()).replaceAll(email, 'the address');
  const registered = async (email: string) => {
    await page.goto('/register');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(unknown.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    return await seen({ email });
  };
  const asked = async (email: string) => {
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    return await seen({ email });
  };
  const nobody = newCredentials();
  expect(await asked(nobody.email)).toBe(await asked(known.email));
  expect(await registered(unknown.email)).toBe(await registered(known.email));
  await mailsOf(known.email, 2);
  expect(await mailsTo(nobody.email)).toEqual([]);
});

test.concurrent('an expired link says so, and the form sends another to the entered address', async ({
  page,
}) => {
  const person = newCredentials();
  await register(page, person);
  const old = await mailedLink(person.email, '/verify-email');
  await database.rows(
    `update auth_mail_tokens set expires_at = now() - interval '1 second'
     where user_id = (select id from users where email = $1)`,
    [person.email],
  );
  await follow(page, old, 'Confirm your address');
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByRole('heading', { name: 'This link is too old' }).waitFor();
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Send a new link' }).click();
  await page.getByText(`If an account here waits for ${person.email}`).waitFor();
  await mailsOf(person.email, 2);
  const link = await mailedLink(person.email, '/verify-email');
  expect(link).not.toBe(old);
  await follow(page, link, 'Confirm your address');
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();
});

test.concurrent('a person with an unconfirmed address is told so and can have the mail sent again', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  const note = page.getByRole('region', { name: 'Your address is not confirmed yet' });
  await note.getByRole('button', { name: 'Send it again' }).click();
  await note.getByText('A new one was asked for.').waitFor();
  const link = await mailedLink(person.email, '/verify-email');
  const other = await page.context().newPage();
  await other.goto(link);
  await other.getByRole('button', { name: 'Confirm my address' }).click();
  await other.getByRole('link', { name: 'Go on to Sallyport' }).click();
  await other.getByRole('heading', { name: person.email }).waitFor();
  expect(
    await other.getByRole('region', { name: 'Your address is not confirmed yet' }).count(),
  ).toBe(0);
});

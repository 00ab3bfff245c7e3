import { expect, inject, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  proveFirstFactor,
  reachSecondFactor,
  readBackupCodes,
  readProblem,
  signIn,
  signOut,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

async function makeStale(userId: string) {
  await database.rows(
    `update auth_sessions set authenticated_at = authenticated_at - interval '1 hour' where user_id = $1`,
    [userId],
  );
}

test.concurrent('a session ended in another tab leads to the sign-in page and back to the same page', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  const other = await page.context().newPage();
  await other.goto('/settings/security');
  await other.getByRole('button', { name: 'Turn on' }).waitFor();
  await signOut(page);
  await other.waitForURL('**/login?next=%2Fsettings%2Fsecurity');
  await other.getByText('Your session has ended. Sign in to go on.').waitFor();
  await proveFirstFactor(other, person);
  await other.getByRole('button', { name: 'Turn on' }).waitFor();
  expect(other.url()).toBe(`${inject('appUrl')}/settings/security`);
});

test.concurrent('signing in never redirects to another origin', async ({ page }) => {
  const person = await newPerson();
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'https://evil.example/',
  ]) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await proveFirstFactor(page, person);
    await page.getByRole('heading', { name: person.email }).waitFor();
    expect(page.url(), `next=${next}`).toBe(`${inject('appUrl')}/`);
    await page.context().clearCookies();
  }
});

test.concurrent('an action that needs a fresh session asks for the password and then continues', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  await makeStale(person.id);
  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Turn on' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password', { exact: true }).fill('not the password at all');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  expect((await readProblem(page)).traceId).not.toBeNull();
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('[data-manual-key]').waitFor();
});

test.concurrent('with a second factor the confirmation asks for both factors, and the action needs no second code', async ({
  page,
}) => {
  await settleInStep(6);
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByRole('textbox', { name: 'Backup code' }).fill(person.backupCodes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: person.email }).waitFor();
  await makeStale(person.id);
  await page.getByRole('link', { name: 'Manage: Two-factor authentication' }).click();
  await page.getByRole('button', { name: 'Make new codes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await codeField(page).fill(codeFor(person.secret, 0));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The code you just entered is used up').waitFor();
  await codeField(page).fill(codeFor(person.secret, 1));
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
  expect(await readBackupCodes(page)).toHaveLength(10);
});

test.concurrent('a reload during set-up starts it again with a new key', async ({ page }) => {
  const person = await newPerson();
  await signIn(page, person);
  await page.goto('/settings/security');
  const first = await beginSetup(page);
  await page.reload();
  await page.getByText('You began this before and did not finish.').waitFor();
  const second = await beginSetup(page);
  expect(second).not.toBe(first);
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).fill(codeFor(first, 0));
  expect((await readProblem(page)).text).toContain('That code is not valid.');
  await settleInStep(2);
  await codeField(page).fill(codeFor(second, 0));
  expect(await readBackupCodes(page)).toHaveLength(10);

  // The codes are on this page alone: the browser asks before they go.
  const asking = page.waitForEvent('dialog');
  const reloading = page.reload();
  const dialog = await asking;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await reloading;
  await page.getByText('10 left').waitFor();
});

test.concurrent('a session moved to another network is asked to confirm once, on any page', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  // As the server answers where sessions are bound to their network with a confirmation.
  let hasMoved = true;
  await page.route('**/api/**', async (route) => {
    hasMoved &&= !route.request().url().endsWith('/reauthenticate');
    const refusal = { status: 403, json: { error_code: 'FRESH_SESSION_REQUIRED' } };
    await (hasMoved ? route.fulfill(refusal) : route.continue());
  });
  await page.goto('/status'); // not by its link: the overview may ask first, over it
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByText('You are on another network than when you signed in.').waitFor();
  await page.reload();
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('region', { name: 'Components' }).waitFor();
  expect(await dialog.count()).toBe(0);
});

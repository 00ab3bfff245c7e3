import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { me } from '../../src/features/sessions/contract.ts';
import { newAddress } from '../support/client.ts';
import { codeFor, newEnrolled, newPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { enterAsStaff } from './staff.ts';
import {
  browserFixtures,
  codeField,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

const link = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

/** Opens the drawer of the one person whose address that is. */
async function openUser(page: Page, email: string) {
  await page.getByLabel('Part of the address').fill(email);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('All 1 are shown.').waitFor();
  await page.getByRole('button', { name: email }).click();
  const drawer = page.getByRole('dialog', { name: 'User' });
  await drawer.getByRole('heading', { name: email }).waitFor();
  return drawer;
}

/** Presses the act and its confirmation. */
async function act(page: Page, name: string, question: string, confirmation = name) {
  await page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: question });
  await dialog.getByRole('button', { name: confirmation, exact: true }).click();
  return dialog;
}

test.concurrent('an administrator locks a person, whose session in another browser ends on its next request', async ({
  page,
  browser,
}) => {
  const person = await newPerson();
  const other = await browser?.newContext({
    baseURL: inject('appUrl'),
    extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
  });
  const theirs = await other?.newPage();
  if (!theirs) {
    return;
  }
  await signIn(theirs, person);
  expect((await theirs.request.get(me.path)).status()).toBe(200);

  await enterAsStaff(page);
  await link(page, 'Users').click();
  await openUser(page, person.email);
  await act(page, 'Lock account', 'Lock this account?');
  await page.getByText('The account is locked.').waitFor();
  await theirs.getByRole('link', { name: 'Status', exact: true }).click();
  await theirs.getByText('Your session has ended. Sign in to go on.').waitFor();
  expect((await theirs.request.get(me.path)).status()).toBe(401);
  await other?.close();

  await act(page, 'Unlock account', 'Unlock this account?');
  await page.getByText('The account is unlocked.').waitFor();
  expect(await page.getByRole('button', { name: 'Lock account', exact: true }).count()).toBe(1);
});

test.concurrent('users are counted and sorted by the column headers', async ({ page }) => {
  const part = `sorted${Date.now()}`;
  await database.rows(
    `insert into users (id, email, password_hash, created_at, updated_at)
     select gen_random_uuid(), n || $1::text || '@example.com', '$argon2id$nobody',
       now() - n * interval '1 day', now()
     from generate_series(1, 3) n`,
    [part],
  );
  const shown = async () => await page.getByRole('button', { name: part }).allTextContents();
  const sorted = (name: string, way: string) =>
    page.locator(`th[aria-sort="${way}"]`).getByRole('button', { name });
  const addresses = [1, 2, 3].map((n) => `${n}${part}@example.com`);
  await enterAsStaff(page);
  await link(page, 'Users').click();
  await page.getByLabel('Part of the address').fill(part);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('People who fit: 3').waitFor();
  await sorted('Created', 'descending').waitFor();
  expect(await shown()).toEqual(addresses);
  await database.rows(
    `update users set created_at = created_at + interval '9 days' where email = $1`,
    [addresses[2]],
  );
  await page.getByRole('button', { name: 'E-mail address' }).click();
  await sorted('E-mail address', 'ascending').waitFor();
  expect(await page.getByLabel('Order').inputValue()).toBe('email');
  await page.getByRole('button', { name: 'Created' }).click();
  await sorted('Created', 'descending').waitFor();
  await expect.poll(shown).toEqual([addresses[2], addresses[0], addresses[1]]);
  await page.getByLabel('Order').selectOption('email');
  await expect.poll(shown).toEqual(addresses);
});

test.concurrent('a conflict with another admin’s action is shown in place', async ({ page }) => {
  const person = await newPerson();
  await enterAsStaff(page);
  await link(page, 'Users').click();
  await openUser(page, person.email);
  await database.rows(`update users set status = 'locked' where id = $1`, [person.id]);
  await act(page, 'Lock account', 'Lock this account?');
  expect((await readProblem(page)).text).toContain('not in a state in which that can be done');
});

test.concurrent('roles are changed in a dialog, and an empty choice is refused before it is sent', async ({
  page,
}) => {
  const person = await newPerson();
  await enterAsStaff(page);
  await link(page, 'Users').click();
  await openUser(page, person.email);
  await page.getByRole('button', { name: 'Change roles' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change roles' });
  await dialog.getByRole('checkbox', { name: /^USER/ }).uncheck();
  await dialog.getByRole('button', { name: 'Give these roles' }).click();
  await dialog.getByText('Choose at least one role.').waitFor();
  await dialog.getByRole('checkbox', { name: /^SUPPORT/ }).check();
  await dialog.getByRole('button', { name: 'Give these roles' }).click();
  await page.getByText('The roles are changed').waitFor();
  const rows = await database.rows('select roles from users where id = $1', [person.id]);
  expect(rows).toEqual([{ roles: ['SUPPORT'] }]);
});

test.concurrent('SUPPORT sees users and no audit, and is offered only what the role allows', async ({
  page,
}) => {
  const person = await newEnrolled();
  await enterAsStaff(page, 'SUPPORT');
  await link(page, 'Users').click();
  expect(await link(page, 'Audit').count()).toBe(0);
  const drawer = await openUser(page, person.email);
  await drawer.getByRole('button', { name: 'Reset two-factor' }).waitFor();
  expect(await drawer.getByRole('button', { name: 'Lock account' }).count()).toBe(0);
  expect(await drawer.getByRole('button', { name: 'Change roles' }).count()).toBe(0);
  await act(page, 'Reset two-factor', 'Ask for their second factor to be removed?');
  await page.getByText('The reset was asked for.').waitFor();
  await act(page, 'Withdraw the reset', 'Take the reset back?');
  await page.getByText('The reset was taken back.').waitFor();
});

test.concurrent('a stale session asks for a confirmation and continues', async ({ page }) => {
  const staff = await enterAsStaff(page);
  await database.rows(
    `update auth_sessions set authenticated_at = authenticated_at - interval '13 hours' where user_id = $1`,
    [staff.id],
  );
  await page.goto('/admin/users');
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password', { exact: true }).fill(staff.password);
  await codeField(page).fill(codeFor(staff.secret, 1));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText(/are shown/).waitFor();
  expect(await dialog.count()).toBe(0);
});

test.concurrent('the users page and its drawer are accessible', async ({ page }) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  await enterAsStaff(page);
  await page.goto('/admin/users');
  await openUser(page, person.email);
  await expectAccessible(page, 'a user in the drawer');
  await page.getByRole('button', { name: 'Lock account' }).click();
  await page.getByRole('dialog', { name: 'Lock this account?' }).waitFor();
  await expectAccessible(page, 'the question before a lock');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expectAccessible(page, 'users');
});

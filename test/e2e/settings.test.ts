import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { login } from '../../src/features/sign-in/contract.ts';
import { me } from '../../src/features/sessions/contract.ts';
import { Client } from '../support/client.ts';
import { newPerson, type Person } from '../support/person.ts';
import { sentMessages } from '../support/simulator.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import {
  browserFixtures,
  proveFirstFactor,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

/** The same person in another browser. */
async function elsewhere({ email, password }: Person): Promise<Client> {
  const client = new Client();
  await client.must(login, { email, password });
  return client;
}

const isSignedIn = async (client: Client) => (await client.get(me.path)).status === 200;

const rows = (page: Page, card: string) =>
  page.getByRole('region', { name: card }).getByRole('listitem');

async function confirm(page: Page, name: string) {
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

test.concurrent('a person sees where they are signed in, and ends one session, all others and every one', async ({
  page,
}) => {
  const person = await newPerson();
  const others = await Promise.all([1, 2, 3].map(async () => await elsewhere(person)));
  await signIn(page, person);
  await page.goto('/settings/sessions');
  await page.getByText('This one').first().waitFor();
  expect(await rows(page, 'Signed in').count()).toBe(4);
  expect(await rows(page, 'Signed in').first().innerText()).toMatch(/Chrom.* on Linux/);

  await rows(page, 'Signed in').nth(1).getByRole('button').click();
  await confirm(page, 'Cancel');
  expect(await rows(page, 'Signed in').count()).toBe(4);
  await rows(page, 'Signed in').nth(1).getByRole('button').click();
  await confirm(page, 'End session');
  await page.getByText('has ended.').waitFor();
  expect(await rows(page, 'Signed in').count()).toBe(3);
  const living = await Promise.all(others.map(isSignedIn));
  expect(living.filter(Boolean)).toHaveLength(2);

  await page.getByRole('button', { name: 'End all others' }).click();
  await confirm(page, 'End all others');
  await page.getByText('You are signed in nowhere else.').waitFor();
  expect(await Promise.all(others.map(isSignedIn))).toEqual([false, false, false]);

  await page.getByRole('button', { name: 'End all, this one too' }).click();
  await confirm(page, 'End all');
  await page.getByText('You are signed out.').waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/login`);
});

test.concurrent('a remembered browser is forgotten, and its session ends with it', async ({
  page,
}) => {
  const person = await newPerson();
  const other = await elsewhere(person);
  await signIn(page, person);
  await page.goto('/settings/sessions');
  const forget = rows(page, 'Remembered browsers').nth(1).getByRole('button');
  await forget.click();
  await confirm(page, 'Forget');
  await page.getByText('is forgotten.').waitFor();
  expect(await rows(page, 'Remembered browsers').count()).toBe(1);
  expect(await isSignedIn(other)).toBe(false);
  await rows(page, 'Remembered browsers').first().getByRole('button').click();
  await confirm(page, 'Forget');
  await page.getByText('You are signed out.').waitFor();
});

test.concurrent('ending a session that another tab has ended succeeds', async ({ page }) => {
  const person = await newPerson();
  await elsewhere(person);
  await signIn(page, person);
  await page.goto('/settings/sessions');
  await rows(page, 'Signed in').nth(1).getByRole('button').click();
  await database.rows(
    `delete from auth_sessions where user_id = $1
     and id <> (select id from auth_sessions where user_id = $1 order by created_at desc limit 1)`,
    [person.id],
  );
  await confirm(page, 'End session');
  await page.getByText('You are signed in nowhere else.').waitFor();
  expect(await rows(page, 'Signed in').count()).toBe(1);
});

/** The six digits of the message to that number, once the page says that it went. */
async function codeSentTo(page: Page, number: string): Promise<string> {
  await page.getByText(`It went to ${number}.`).waitFor();
  const message = (await sentMessages()).find(({ to }) => to === number);
  return message?.body.match(/\d{6}/)?.[0] ?? '';
}

test.concurrent('a phone number is verified by the code sent to it, changed and removed, with a confirmation', async ({
  page,
}) => {
  const person = await newPerson();
  const [first, second] = [newNumber(), newNumber()];
  await signIn(page, person);
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Add a number' }).click();
  await enterNumber(page, '0151 23');
  await page.getByText('Write the whole number').waitFor();
  await enterNumber(page, first);
  await page.getByText(/It is good for 9:\d\d\./).waitFor();
  await codeFromMessage(page).fill('000000');
  expect((await readProblem(page)).text).toContain('Check the newest message');
  await codeFromMessage(page).fill(await codeSentTo(page, first));
  await page.getByText('Your phone number is verified.').waitFor();
  await page.getByText(first).waitFor();

  await page.getByRole('button', { name: 'Change number' }).click();
  await enterNumber(page, second);
  await codeFromMessage(page).fill(await codeSentTo(page, second));
  await page.getByText('Your phone number is verified.').waitFor();

  await database.rows(
    `update auth_sessions set authenticated_at = authenticated_at - interval '1 hour' where user_id = $1`,
    [person.id],
  );
  await page.getByRole('button', { name: 'Remove' }).click();
  await confirm(page, 'Remove');
  const asking = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await asking.getByLabel('Password', { exact: true }).fill(person.password);
  await asking.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Your phone number is removed.').waitFor();
  expect(await page.getByText(second).count()).toBe(0);
});

/** A number of the range that the simulator of the provider delivers to. */
function newNumber(): string {
  return `+1415555${String(1000 + Math.floor(Math.random() * 9000))}`;
}

const codeFromMessage = (page: Page) => page.getByLabel('Code from the message');

async function enterNumber(page: Page, number: string) {
  await page.getByRole('textbox', { name: 'Phone number' }).fill(number);
  await page.getByRole('button', { name: 'Send a code' }).click();
}

test.concurrent('the theme and the language are chosen once, and a reload keeps them', async ({
  page,
}) => {
  const person = await newPerson();
  await page.goto('/login');
  const background = async () =>
    await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.getByLabel('Theme').selectOption('dark');
  expect(await background()).toBe('rgb(17, 20, 19)');
  await page.getByLabel('Language').selectOption('de');
  await page.getByRole('heading', { name: 'Bei Sallyport anmelden' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Bei Sallyport anmelden' }).waitFor();
  expect(await background()).toBe('rgb(17, 20, 19)');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');

  await page.getByLabel('E-Mail-Adresse').fill(person.email);
  await page.getByLabel('Passwort', { exact: true }).fill('nicht das Passwort');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  expect((await readProblem(page)).text).toContain(
    'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
  );
  await page.getByLabel('Sprache').selectOption('en');
  await proveFirstFactor(page, person);
  await page.getByRole('heading', { name: person.email }).waitFor();
  await page.goto('/settings/profile');
  await page.getByLabel('Theme').selectOption('system');
  expect(await background()).toBe('rgb(246, 246, 242)');
});

test.concurrent('the pages are German for a browser that prefers German', async ({
  browser,
  skip,
}) => {
  const context = await browser?.newContext({ baseURL: inject('appUrl'), locale: 'de-AT' });
  const page = (await context?.newPage()) ?? skip('There is no Chromium on this machine.');
  await page.goto('/register');
  await page.getByRole('heading', { name: 'Konto anlegen' }).waitFor();
  expect(await page.title()).toBe('Konto anlegen · Sallyport');
  await context?.close();
});

test.concurrent('settings and the menu are accessible, on the narrowest screen, too', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  await page.setViewportSize(narrow);
  for (const path of ['/settings/sessions', '/settings/profile']) {
    await page.goto(path);
    await page.getByRole('button', { name: /^(Forget|Add a number)/ }).waitFor();
    await expectAccessible(page, path);
  }
  const menu = page.getByRole('button', { name: 'Menu' });
  await menu.press('Enter');
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Settings' })
    .press('Enter');
  await page.waitForURL('**/settings/security');
  await page.locator('button[aria-expanded=false]').waitFor();
});

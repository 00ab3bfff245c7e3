import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { setPhone, verifyPhone } from '../../src/features/phone/contract.ts';
import { newAddress } from '../support/client.ts';
import { codeFor, newCredentials, settleInStep } from '../support/person.ts';
import { sentMessages } from '../support/simulator.ts';
import { mailedLink } from './mails.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  proveFirstFactor,
  readBackupCodes,
  register,
  type BrowserFixtures,
  type Credentials,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const newNumber = () => `+4477009${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`;

/** What a page's own script can do. */
async function post(page: Page, path: string, body: unknown): Promise<number> {
  return await page.evaluate(
    async ([to = '', text = '']) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(to, { method: 'POST', headers, body: text })).status;
    },
    [path, JSON.stringify(body)],
  );
}

/** A number of theirs, and another one that waits for its code. */
async function addNumbers(page: Page) {
  const [own, waiting] = [newNumber(), newNumber()];
  expect(await post(page, setPhone.path, { phone: own })).toBe(200);
  const message = (await sentMessages()).find(({ to }) => to === own);
  const code = /\d{6}/.exec(message?.body ?? '')?.[0];
  expect(await post(page, verifyPhone.path, { code })).toBe(200);
  expect(await post(page, setPhone.path, { phone: waiting })).toBe(200);
}

/** Registers in that browser, turns the authenticator on, adds phone numbers, and stays signed in. */
async function settleIn(page: Page, credentials: Credentials): Promise<string> {
  await register(page, credentials);
  await proveFirstFactor(page, credentials);
  await page.getByRole('link', { name: 'Turn on: Two-factor authentication' }).click();
  await settleInStep();
  const secret = await beginSetup(page);
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).fill(codeFor(secret, -1));
  await readBackupCodes(page);
  await leaveCodes(page);
  await page.getByText('Two-factor authentication is on.').waitFor();
  await addNumbers(page);
  return secret;
}

async function anotherBrowser(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) {
    throw new Error('the page belongs to no browser');
  }
  const context = await browser.newContext({
    baseURL: inject('appUrl'),
    reducedMotion: 'reduce',
    extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
  });
  context.setDefaultTimeout(90_000);
  return await context.newPage();
}

async function chooseByMail(owner: Page, { email, password }: Credentials) {
  await owner.goto('/forgot-password');
  await owner.getByLabel('E-mail address').fill(email);
  await owner.getByRole('button', { name: 'Send the link' }).click();
  await owner.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await owner.goto(await mailedLink(email, '/reset-password'));
  await setPassword(owner, password);
}

async function setPassword(owner: Page, password: string) {
  await owner.getByLabel('New password').fill(password);
  await owner.getByRole('button', { name: 'Set the new password' }).click();
  await owner.getByText('Your new password is in force').waitFor();
}

/** Signs in by the password alone and looks for what is left of anybody else. */
async function expectAnEmptyAccount(owner: Page, credentials: Credentials) {
  await proveFirstFactor(owner, credentials);
  await owner.getByRole('heading', { name: credentials.email }).waitFor();
  await owner.goto('/settings/sessions');
  await owner.getByText('You are signed in nowhere else.').waitFor();
  await owner.goto('/settings/security');
  await owner.getByRole('button', { name: 'Turn on' }).waitFor();
  await owner.goto('/settings/profile');
  await owner.getByRole('button', { name: 'Add a number' }).waitFor();
}

test(
  'an owner who resets the password by mail finds nothing that an attacker set up before',
  { timeout: 300_000 },
  async ({ page: attacker }) => {
    const taken = newCredentials();
    await settleIn(attacker, taken);
    const owner = await anotherBrowser(attacker);
    const chosen = { email: taken.email, password: 'seven purple otters sing' };
    await chooseByMail(owner, chosen);
    await expectAnEmptyAccount(owner, chosen);
    await attacker.goto('/');
    await proveFirstFactor(attacker, taken);
    await attacker.getByText('The e-mail address or the password is not right.').waitFor();
    await owner.context().close();
  },
);

test(
  'an owner who opens the first mail takes the account over with their own password',
  { timeout: 300_000 },
  async ({ page: attacker }) => {
    const taken = newCredentials();
    await settleIn(attacker, taken);
    const owner = await anotherBrowser(attacker);
    await owner.goto(await mailedLink(taken.email, '/verify-email'));
    await owner.getByRole('link', { name: 'Choose your own password instead' }).click();
    await owner.getByRole('heading', { name: 'Choose a new password' }).waitFor();
    expect(owner.url()).not.toContain('token');
    const chosen = { email: taken.email, password: 'eight purple otters sing' };
    await setPassword(owner, chosen.password);
    await expectAnEmptyAccount(owner, chosen);
    await owner.context().close();
  },
);

test(
  'confirming in another browser says what was ended, and confirming in the same browser keeps everything',
  { timeout: 300_000 },
  async ({ page }) => {
    const elsewhere = newCredentials();
    await settleIn(page, elsewhere);
    const phone = await anotherBrowser(page);
    await phone.goto(await mailedLink(elsewhere.email, '/verify-email'));
    await phone.getByRole('button', { name: 'Confirm my address' }).click();
    await phone.getByText('What was set up before has ended').waitFor();
    await phone.getByRole('link', { name: 'Sign in' }).click();
    await expectAnEmptyAccount(phone, elsewhere);
    await phone.context().close();

    await page.context().clearCookies();
    const here = newCredentials();
    await settleIn(page, here);
    await page.goto(await mailedLink(here.email, '/verify-email'));
    await page.getByRole('button', { name: 'Confirm my address' }).click();
    await page.getByText('Thank you. There is nothing more to do here.').waitFor();
    await page.goto('/settings/security');
    await page.getByRole('button', { name: 'Turn off' }).waitFor();
  },
);

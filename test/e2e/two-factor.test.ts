import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { codeFor, newCredentials, settleInStep } from '../support/person.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  proveFirstFactor,
  readBackupCodes,
  register,
  signOut,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('a person registers, turns the second factor on, signs in by code and by backup code, and turns it off', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const person = newCredentials();
  await register(page, person);
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(person.email);
  await proveFirstFactor(page, person);
  await page.getByRole('link', { name: 'Turn on: Two-factor authentication' }).click();

  const { secret, codes } = await turnOn(page);
  await signOut(page);
  await proveFirstFactor(page, person);
  await pasteCode(page, codeFor(secret, 0));
  await page.getByText('Password and authenticator code').waitFor();
  await page.goBack();
  await page.getByText('Password and authenticator code').waitFor();
  await signOut(page);

  // A backup code, written without care.
  await proveFirstFactor(page, person);
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  const carelessly = (codes[3] ?? '').toLowerCase().replaceAll('-', ' ');
  await page.getByRole('textbox', { name: 'Backup code' }).fill(carelessly);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('You used a backup code. 9 are left.').waitFor();

  await page.getByRole('link', { name: 'Manage: Two-factor authentication' }).click();
  const renewed = await regenerate(page, codeFor(secret, 1));
  expect(renewed.filter((line) => codes.includes(line))).toEqual([]);
  await turnOff(page, renewed[0] ?? '');
  await signOut(page);
  await proveFirstFactor(page, person);
  await page.getByRole('heading', { name: person.email }).waitFor();
});

/** With the code of the step before now: two more are good for the rest of the test. */
async function turnOn(page: Page) {
  await settleInStep(3);
  const secret = await beginSetup(page);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await page.getByRole('button', { name: 'Copy the key' }).click();
  await page.getByText('Copied').first().waitFor();
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(secret);
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).fill(codeFor(secret, -1));

  const codes = await readBackupCodes(page);
  expect(new Set(codes).size).toBe(10);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download .txt' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('sallyport-backup-codes.txt');
  expect(await readFile(await download.path(), 'utf8')).toContain(codes.join('\n'));
  await page.getByRole('button', { name: 'Copy all backup codes' }).click();
  await page.getByText('Copied').first().waitFor();
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(
    codes.join('\n'),
  );
  await leaveCodes(page);
  await page.getByText('Two-factor authentication is on.').waitFor();
  expect(await page.getByText(codes[0] ?? '').count()).toBe(0);
  return { secret, codes };
}

/** With a space in the middle, as some apps show it. */
async function pasteCode(page: Page, code: string) {
  await codeField(page).waitFor();
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  await page.evaluate(async (text) => await navigator.clipboard.writeText(text), spaced);
  await codeField(page).press('Control+V');
}

async function regenerate(page: Page, code: string) {
  await page.getByText('9 left').waitFor();
  await page.getByRole('button', { name: 'Make new codes' }).click();
  await codeField(page).fill(code);
  await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
  const renewed = await readBackupCodes(page);
  await leaveCodes(page);
  await page.getByText('10 left').waitFor();
  return renewed;
}

async function turnOff(page: Page, backupCode: string) {
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByRole('textbox', { name: 'Backup code' }).fill(backupCode);
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('Two-factor authentication is off.').waitFor();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
}

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, inject, test as base } from 'vitest';

import { codeFor, newSignedIn, settleInStep } from '../support/person.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  readBackupCodes,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

/** Up to the ten codes on the page. */
async function showCodes(page: Page) {
  const person = await newSignedIn();
  await signIn(page, person);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await settleInStep(3);
  const secret = await beginSetup(page);
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).fill(codeFor(secret, -1));
  return { person, codes: await readBackupCodes(page) };
}

/** Answers the questions the page asks from now on, and keeps them. */
function answerWith(page: Page, leaves: boolean): string[] {
  const asked: string[] = [];
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void (leaves ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

test('unsaved codes are not lost by a link, by Back or by signing out', async ({ page }) => {
  const { codes } = await showCodes(page);
  const asked = answerWith(page, false);
  const acts = [
    async () => await page.getByRole('link', { name: 'Overview' }).click(),
    async () => void (await page.goBack()),
    async () => void (await page.goBack()),
    async () => await page.getByRole('button', { name: 'Sign out' }).click(),
  ];
  for (const [before, act] of acts.entries()) {
    await act();
    await expect.poll(() => asked.length).toBe(before + 1);
  }
  expect(asked[0]).toBe('Leave without saving? What is shown here is shown only now.');
  expect(await readBackupCodes(page)).toEqual(codes);
  expect(page.url()).toBe(`${inject('appUrl')}/settings/security`);
  answerWith(page, true);
  await page.goBack();
  await page.waitForURL(`${inject('appUrl')}/`);
});

test('after the codes are saved, leaving the page needs no confirmation', async ({ page }) => {
  await showCodes(page);
  const asked = answerWith(page, false);
  await leaveCodes(page);
  await page.getByText('Two-factor authentication is on.').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.waitForURL(`${inject('appUrl')}/`);
  expect(asked).toEqual([]);
});

test('the printout and the file hold only the codes with account, site and date', async ({
  page,
}) => {
  const { person, codes } = await showCodes(page);
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date());
  const about = [
    'Backup codes for Sallyport. Each works once.',
    `Account: ${person.email}`,
    `Site: ${new URL(inject('appUrl')).host}`,
    `Made on ${day}`,
  ];
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download .txt' }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  expect(file.trim().split(/\n+/)).toEqual([...about, ...codes]);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const printed = await page.evaluate(() => document.body.innerText);
  expect(printed.trim().split(/\s*\n\s*/)).toEqual([...about, ...codes]);
  const ink = await page.locator('.paper').evaluate((paper) => getComputedStyle(paper).color);
  expect(ink).toBe('rgb(0, 0, 0)');
  const sheet = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1');
  expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  answerWith(page, true);
});

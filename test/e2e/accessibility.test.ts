import { expect, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import { expectForEverybody, narrow } from './for-everybody.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  proveFirstFactor,
  reachSecondFactor,
  readBackupCodes,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test.concurrent('the pages on the way in', async ({ page }) => {
  await page.setViewportSize(narrow);
  await page.goto('/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Choose a password.').waitFor();
  await expectForEverybody(page, 'register with messages');
  await page.goto('/login');
  await proveFirstFactor(page, { email: 'nobody@example.com', password: 'not a password' });
  await readProblem(page);
  await expectForEverybody(page, 'sign in with a problem');
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  await expectForEverybody(page, 'the second factor');
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await expectForEverybody(page, 'the second factor by backup code');
});

test.concurrent('the pages of somebody signed in', async ({ page }) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  await signIn(page, person);
  await expectForEverybody(page, 'overview');
  await page.getByRole('link', { name: 'Turn on: Two-factor authentication' }).click();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  await expectForEverybody(page, 'security, off');
  const secret = await beginSetup(page);
  await expectForEverybody(page, 'the key');
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).waitFor();
  await expectForEverybody(page, 'the first code');
  await settleInStep(2);
  await codeField(page).fill(codeFor(secret, 0));
  await readBackupCodes(page);
  await expectForEverybody(page, 'ten codes');
  await leaveCodes(page);
  await page.getByText('10 left').waitFor();
  await expectForEverybody(page, 'security, on');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('dialog').waitFor();
  await expectForEverybody(page, 'the dialog that turns it off');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const invoker = page.getByRole('button', { name: 'Turn off' });
  expect(await invoker.evaluate((button) => button === document.activeElement)).toBe(true);
});

test.concurrent('an address that leads nowhere is a 404 and says so, a trailing slash included', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  for (const path of ['/nowhere', '/login/']) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
  }
  await expectForEverybody(page, 'not found');
});

test.concurrent('the page that explains a problem', async ({ page }) => {
  await page.setViewportSize(narrow);
  await page.goto('/problems/rate-limited');
  await expectForEverybody(page, 'a problem explained');
});

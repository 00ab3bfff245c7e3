import { expect, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import { expectAccessible, narrow } from './accessible.ts';
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
  await expectAccessible(page, 'register with messages');
  await page.goto('/login');
  await proveFirstFactor(page, { email: 'nobody@example.com', password: 'not a password' });
  await readProblem(page);
  await expectAccessible(page, 'sign in with a problem');
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  await expectAccessible(page, 'the second factor');
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await expectAccessible(page, 'the second factor by backup code');
});

test.concurrent('the pages of somebody signed in', async ({ page }) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  await signIn(page, person);
  await expectAccessible(page, 'overview');
  await page.getByRole('link', { name: 'Turn on: Two-factor authentication' }).click();
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  await expectAccessible(page, 'security, off');
  const secret = await beginSetup(page);
  await expectAccessible(page, 'the key');
  await page.getByRole('button', { name: 'Next' }).click();
  await codeField(page).waitFor();
  await expectAccessible(page, 'the first code');
  await settleInStep(2);
  await codeField(page).fill(codeFor(secret, 0));
  await readBackupCodes(page);
  await expectAccessible(page, 'ten codes');
  await leaveCodes(page);
  await page.getByText('10 left').waitFor();
  await expectAccessible(page, 'security, on');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('dialog').waitFor();
  await expectAccessible(page, 'the dialog that turns it off');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const invoker = page.getByRole('button', { name: 'Turn off' });
  expect(await invoker.evaluate((button) => button === document.activeElement)).toBe(true);
});

test.concurrent('an unknown address shows a 404 page, with a trailing slash, too', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  for (const path of ['/nowhere', '/login/']) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
  }
  await expectAccessible(page, 'not found');
});

test.concurrent('the page that explains a problem', async ({ page }) => {
  await page.setViewportSize(narrow);
  await page.goto('/problems/rate-limited');
  await expectAccessible(page, 'a problem explained');
});

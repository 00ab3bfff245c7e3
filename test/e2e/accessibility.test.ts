import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  leaveCodes,
  openFirstDoor,
  reachSecondDoor,
  readBackupCodes,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './visitor.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const narrow = Object.freeze({ width: 320, height: 640 });

/** Zero violations in light and in dark, and nothing wider than the narrowest screen (WCAG 1.4.10). */
async function expectForEverybody(page: Page, what: string) {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violations(new AxeBuilder({ page })), `${what}, light`).toEqual([]);
  // Between the two only the colours differ.
  await page.emulateMedia({ colorScheme: 'dark' });
  const colours = new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']);
  expect(await violations(colours), `${what}, dark`).toEqual([]);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(tooWide, `${what} at 320 px`).toBe(0);
}

async function violations(axe: AxeBuilder) {
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`);
}

test.concurrent('the pages on the way in', async ({ page }) => {
  await page.setViewportSize(narrow);
  await page.goto('/register');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('Choose a password.').waitFor();
  await expectForEverybody(page, 'register with messages');
  await page.goto('/login');
  await openFirstDoor(page, { email: 'nobody@example.com', password: 'not a password' });
  await readProblem(page);
  await expectForEverybody(page, 'sign in with a problem');
  const person = await newEnrolled();
  await reachSecondDoor(page, person);
  await expectForEverybody(page, 'the second door');
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await expectForEverybody(page, 'the second door by backup code');
});

test.concurrent('the pages of somebody signed in', async ({ page }) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  await signIn(page, person);
  await expectForEverybody(page, 'overview');
  await page.getByRole('link', { name: 'Turn on two-factor sign-in' }).click();
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

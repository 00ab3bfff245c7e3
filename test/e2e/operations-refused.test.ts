import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { setMode } from '../support/simulator.ts';
import { expectAccessible, narrow } from './accessible.ts';
import {
  browserFixtures,
  proveFirstFactor,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const pages = [
  ['/', 'Devices'],
  ['/connections', 'Twilio'],
  ['/ops/alerts', 'Last messages'],
  ['/status', 'Components'],
] as const;

/** How far the parts of the page were moved about since it was opened (Layout Instability API). */
async function layoutShift(page: Page): Promise<number> {
  return await page.evaluate(
    async () =>
      await new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            sum += 'value' in entry && typeof entry.value === 'number' ? entry.value : 0;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 200);
      }),
  );
}

afterAll(async () => {
  await setMode('twilio', {});
});

test.concurrent('a hanging provider is shown as a time-out with an unknown result', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  await page.goto('/ops/alerts');
  await page.getByLabel('Phone number').fill('+447700900998');
  await setMode('twilio', { hang_ms: 20_000 });
  const answered = page.waitForResponse('**/api/alerts/sms/test', { timeout: 90_000 });
  await page.getByRole('button', { name: 'Send test message' }).click();
  await page.getByText('Sending…').waitFor();
  expect((await answered).status()).toBe(504);
  await page.getByText('look whether it acted before trying again').waitFor();
  await page.getByText('It is not known whether the message left.').waitFor();
});

test.concurrent('the layout does not shift while the parts of a page load', async ({ page }) => {
  await signIn(page, await newPerson());
  let turn = 0;
  await page.route('**/api/**', async (route) => {
    turn += 1;
    await new Promise((resolve) => setTimeout(resolve, (turn % 3) * 60));
    await route.continue();
  });
  const moved: Record<string, number> = {};
  for (const [path, heading] of pages) {
    await page.goto(path);
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.waitForLoadState('networkidle');
    moved[path] = await layoutShift(page);
  }
  const shaken = Object.entries(moved).filter(([, share]) => share > 0.01);
  expect(shaken).toEqual([]);
});

test.concurrent('the page says that it is offline, and loads everything again when online', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  await page.goto('/connections');
  await page.getByRole('button', { name: 'Check now: Twilio' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('button', { name: 'Show calls: Twilio' }).click();
  await page
    .getByText(/did not load|could not reach the server/)
    .first()
    .waitFor();
  const again = page.waitForResponse('**/api/integrations/status');
  await page.context().setOffline(false);
  expect((await again).status()).toBe(200);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test.concurrent('a failed part shows the reason, and trying again loads it', async ({ page }) => {
  await signIn(page, await newPerson());
  await page.route('**/api/integrations/status', async (route) => await route.abort());
  await page.goto('/connections');
  expect((await readProblem(page)).text).toContain('We could not reach the server.');
  await page.setViewportSize(narrow);
  await expectAccessible(page, 'connections without an answer');
  await page.unroute('**/api/integrations/status');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Twilio' }).waitFor();
});

test.concurrent('the pages are accessible when every provider works', async ({ page }) => {
  await page.setViewportSize(narrow);
  await signIn(page, await newPerson());
  for (const [path, heading] of pages.slice(-2)) {
    await page.goto(path);
    await page.getByRole('heading', { name: heading }).waitFor();
    await expectAccessible(page, path);
  }
});

test.concurrent('an ended session leads to the sign-in page and back to the same page', async ({
  page,
}) => {
  const person = await newPerson();
  await signIn(page, person);
  await page.goto('/ops/alerts');
  await page.getByRole('heading', { name: 'Last messages' }).waitFor();
  await page.context().clearCookies();
  await page.getByLabel('Phone number').fill('+447700900999');
  await page.getByRole('button', { name: 'Send test message' }).click();
  await page.waitForURL('**/login?next=%2Fops%2Falerts');
  await proveFirstFactor(page, person);
  await page.getByRole('heading', { name: 'Last messages' }).waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/ops/alerts`);
});

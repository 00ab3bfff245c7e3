import { afterAll, expect, test as base } from 'vitest';

import { newPerson, newSignedIn } from '../support/person.ts';
import { setMode } from '../support/simulator.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, readProblem, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

afterAll(async () => {
  await setMode('broker', {});
});

test.concurrent('a check succeeds, or shows the problem and its fix', async ({ page }) => {
  await signIn(page, await newPerson());
  await page.goto('/connections');
  const alpaca = page.getByRole('region', { name: 'Alpaca' });
  await alpaca.getByText('Simulator').waitFor();
  await alpaca.getByRole('button', { name: 'Check now: Alpaca' }).click();
  await alpaca.getByText(/^Alpaca answered in [\d.]+ m?s\.$/).waitFor();
  await alpaca.getByText('Connected', { exact: true }).waitFor();
  await setMode('broker', { status: 401 });
  await alpaca.getByRole('button', { name: 'Check now: Alpaca' }).click();
  const { text, traceId } = await readProblem(page);
  expect(text).toContain('Check the key of this integration and set it again.');
  expect(traceId).not.toBeNull();
  await alpaca.getByText('Not connected', { exact: true }).waitFor();
  await alpaca.getByText('CREDENTIALS_REFUSED').waitFor();
  await page.setViewportSize(narrow);
  await expectAccessible(page, 'connections with a problem');
  await page.goto('/');
  const blockers = page.getByRole('region', { name: 'What stands in the way' });
  await blockers.getByText('Alpaca does not work.').waitFor();
  await blockers.getByText('CREDENTIALS_REFUSED').waitFor();
});

test.concurrent('the drawer shows fifty calls, then the older ones, and gives the focus back', async ({
  page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { client, ...person } = await newSignedIn();
  for (let index = 0; index < 52; index += 13) {
    await Promise.all(
      Array.from({ length: 13 }, async () => await client.get('/api/news?symbol=AAPL')),
    );
  }
  await signIn(page, person);
  await page.goto('/connections');
  const newsapi = page.getByRole('region', { name: 'NewsAPI' });
  await newsapi.getByRole('img', { name: /^The last 50 calls\. Failed: \d+\. Latency/ }).waitFor();
  const opener = page.getByRole('button', { name: 'Show calls: NewsAPI' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Calls to NewsAPI' });
  await drawer.getByText('The newest 50 calls are shown.').waitFor();
  expect(await drawer.locator('ol > li').count()).toBe(50);
  await page.setViewportSize(narrow);
  await expectAccessible(page, 'the drawer');
  const row = drawer.locator('ol > li').first();
  const traceId = await row.getByText(/^[0-9a-f]{32}$/).innerText();
  await row.getByRole('button', { name: /^Copy trace id/ }).click();
  await drawer.getByText('Copied').first().waitFor();
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(traceId);
  await drawer.getByRole('button', { name: 'Show older calls' }).click();
  await drawer
    .getByText(/calls are shown\./)
    .filter({ hasNotText: 'newest 50' })
    .waitFor();
  expect(await drawer.locator('ol > li').count()).toBeGreaterThan(50);
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);
});

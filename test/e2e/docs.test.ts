import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const endpoint = (page: Page, path: string) =>
  page.locator('summary').filter({ has: page.getByText(path, { exact: true }) });

async function openDocs(page: Page, hash = '') {
  const answer = await page.goto(`/docs${hash}`);
  expect(answer?.status()).toBe(200);
  await page.getByRole('heading', { name: 'API reference' }).waitFor();
  await page.getByRole('searchbox').waitFor();
}

test('the reference is accessible and shows every detail of an endpoint', async ({ page }) => {
  await openDocs(page);
  await endpoint(page, '/api/auth/2fa/verify').click();
  const opened = page.locator('details[open]');
  await opened.getByText('curl -sS -X POST "$URL/api/auth/2fa/verify"').waitFor();
  const text = await opened.innerText();
  for (const told of [
    'Anybody',
    '20 in 5 min per network address',
    '/api/auth/2fa/recovery-login',
    'temp_token',
    'backup_codes_remaining',
    'trace_id',
    'TOKEN_CONSUMED',
  ]) {
    expect(text).toContain(told);
  }
});

test('the list narrows while typing and shows its length', async ({ page }) => {
  await openDocs(page);
  const whole = await page.locator('details').count();
  await page.getByRole('status').getByText(`${whole} endpoints`).waitFor();
  await page.getByLabel('Find an endpoint').fill('budget_exceeded service');
  await page.getByRole('status').getByText('1 endpoint').waitFor();
  expect(await page.locator('details').count()).toBe(1);
  await endpoint(page, '/api/alerts/sms').waitFor();
});

test('a link to one endpoint opens it', async ({ page }) => {
  await openDocs(page, '#postAuthLogin');
  await page.locator('details[open]#postAuthLogin').getByText('INVALID_CREDENTIALS').waitFor();
  expect(await page.locator('details[open]').count()).toBe(1);
});

test('an error leads to the page that explains it, the document to itself', async ({ page }) => {
  await openDocs(page, '#getAuthMe');
  await page.getByRole('link', { name: 'NOT_AUTHENTICATED' }).click();
  await page.waitForURL('**/problems/not-authenticated');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Not signed in');
});

test('the reference is accessible on the narrowest screen', async ({ page }) => {
  await page.setViewportSize(narrow);
  await openDocs(page);
  await page.getByLabel('Find an endpoint').fill('2fa/verify');
  await page.getByRole('status').getByText('1 endpoint').waitFor();
  await page.locator('summary').first().click();
  await page.getByText('curl -sS').waitFor();
  await expectAccessible(page, 'the reference');
});

test('with every endpoint open nothing is wider than the narrowest screen', async ({ page }) => {
  await page.setViewportSize(narrow);
  await openDocs(page);
  const tooWide = await page.evaluate(async () => {
    const all = [...document.querySelectorAll('details')];
    for (const one of all) {
      one.open = true;
    }
    const isDrawn = () => document.querySelectorAll('details pre').length === all.length;
    for (let tries = 0; tries < 100 && !isDrawn(); tries += 1) {
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
    return isDrawn() && document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  expect(tooWide).toBe(0);
});

test('the status page links to the reference', async ({ page }) => {
  await signIn(page, await newPerson());
  await page.goto('/status');
  await page.getByRole('link', { name: 'API reference' }).click();
  await page.getByRole('heading', { name: 'API reference' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/docs');
});

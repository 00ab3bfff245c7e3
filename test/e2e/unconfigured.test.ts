import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test as base } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { Client, newAddress } from '../support/client.ts';
import { newPerson } from '../support/person.ts';
import { randomKey } from '../support/random-key.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, proveFirstFactor, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const localDir = makeTemporaryFolder('unconfigured-pages');
const missing = [
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_FROM_NUMBER',
  'FINNHUB_API_KEY',
  'ALPACA_API_KEY_ID',
  'ALPACA_API_SECRET_KEY',
  'LLM_API_KEY',
  'NEWSAPI_API_KEY',
];

let stack: Stack;

beforeAll(async () => {
  stack = await startStack({
    port: 0,
    localDir,
    built: inject('built'),
    copyOf: inject('databaseServer'),
    devVars: false,
    vars: {
      APP_ENC_KEY: randomKey(),
      EMAIL_PROVIDER: null,
      PUBLIC_URL: null,
      ...Object.fromEntries(missing.map((name) => [name, null])),
    },
  });
});

afterAll(async () => {
  await stack.stop();
  rmSync(localDir, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Somebody new, signed in to the stack without keys. */
async function openPage(browser: Browser): Promise<Opened> {
  const context = await browser.newContext({
    baseURL: stack.appUrl,
    reducedMotion: 'reduce',
    viewport: narrow,
    extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
  });
  context.setDefaultTimeout(90_000);
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of 401/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  context.on('weberror', (event) => complaints.push(String(event.error())));
  const page = await context.newPage();
  const person = await newPerson(new Client({ url: stack.appUrl }));
  await page.goto('/login');
  await proveFirstFactor(page, person);
  await page.getByRole('heading', { name: person.email }).waitFor();
  return { page, complaints };
}

test('without provider keys every page names the missing variables and how to set them', async ({
  browser,
  skip,
}) => {
  if (!browser) {
    skip('There is no Chromium on this machine.');
    return;
  }
  const { page, complaints } = await openPage(browser);
  const blockers = page.getByRole('region', { name: 'What stands in the way' });
  await blockers.getByText('Twilio is not configured.').waitFor();
  await blockers.getByText('Set FINNHUB_API_KEY').waitFor();
  await blockers.getByText('Set PUBLIC_URL to the https origin of this site.').waitFor();
  await page.getByRole('region', { name: 'Integrations' }).getByText('Twilio').waitFor();
  await page.getByText('You are signed in nowhere else.').waitFor();
  await expectAccessible(page, 'the overview with blockers');

  await page.goto('/connections');
  await page.getByText('Degraded. Twilio is not configured. And 7 more.').waitFor();
  for (const name of missing) {
    await page.getByText(`npx wrangler secret put ${name}`, { exact: true }).waitFor();
    await page.getByText(`${name}=…`, { exact: true }).waitFor();
  }
  expect(await page.getByText('Not configured', { exact: true }).count()).toBe(5);
  // The list of breached passwords asks for no key.
  expect(await page.getByRole('button', { name: /^Check now/ }).count()).toBe(1);
  await expectAccessible(page, 'connections without keys');

  await page.getByRole('link', { name: 'What to do' }).click();
  await page.getByRole('heading', { name: 'Status' }).waitFor();
  await page.getByText('npx wrangler secret put PUBLIC_URL', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Components' }).getByText('Rate limiter').waitFor();
  await expectAccessible(page, 'status with blockers');

  await page.goto('/ops/alerts');
  await page.getByText('Twilio is not configured, so nothing can be sent yet.').waitFor();
  await page.getByText('No message was sent yet.').waitFor();
  expect(await page.getByLabel('Phone number').count()).toBe(0);
  await expectAccessible(page, 'alerts without keys');
  expect(complaints).toEqual([]);
  await page.context().close();
});

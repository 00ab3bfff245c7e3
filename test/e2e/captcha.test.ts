import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { expectAccessible, narrow } from './accessible.ts';
import {
  browserFixtures,
  proveFirstFactor,
  readProblem,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

/** Stands for the provider's script: a widget that answers at once, each time with another token. */
const WIDGET = `
  let count = 0;
  let box;
  let answer;
  const next = () => setTimeout(() => answer('token-' + ++count), 20);
  window.turnstile = {
    render(element, options) {
      box = element;
      answer = (token) => { options.callback(token); box.dataset.answers = String(count); };
      box.textContent = 'The check for ' + options.action;
      next();
      return 'widget';
    },
    reset: next,
    remove() { box.textContent = ''; },
  };`;

/** As if a captcha were set up here; the server behind it is the page's affair no more. */
async function setUp(page: Page, script: 'there' | 'away') {
  const settings = {
    provider: 'turnstile',
    site_key: 'site',
    script_url: new URL('/captcha.js?render=explicit', page.url()).href,
    after_failures: 3,
  };
  await page.route('**/api/auth/captcha', async (route) => {
    await route.fulfill({ json: { captcha: settings } });
  });
  await page.route('**/captcha.js*', async (route) => {
    await (script === 'there'
      ? route.fulfill({ contentType: 'text/javascript', body: WIDGET })
      : route.abort());
  });
}

/** The widget has given that many answers; a press before the next one is told to wait. */
async function answered(page: Page, count: number) {
  await page.locator(`[data-answers="${count}"]`).waitFor();
  await page.waitForTimeout(100); // until the page has drawn what it learned
}

/** Lets nothing through that has no token, and notes those that come. */
async function demandTokens(page: Page, path: string): Promise<readonly string[]> {
  const tokens: string[] = [];
  await page.route(`**${path}`, async (route) => {
    const { captcha_token: token } = route.request().postDataJSON() as { captcha_token?: string };
    if (token) {
      tokens.push(token);
    }
    const json = token
      ? {
          error_code: 'INVALID_CREDENTIALS',
          detail: 'The e-mail address or the password is not right.',
        }
      : { error_code: 'CAPTCHA_REQUIRED', detail: 'Show that you are a person.' };
    await route.fulfill({ status: token ? 401 : 403, json });
  });
  return tokens;
}

test.concurrent('without a captcha no script is loaded, and the sign-in pages do not request its settings', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    asked.push(new URL(request.url()).pathname);
  });
  await page.goto('/login');
  await proveFirstFactor(page, { email: 'nobody@example.com', password: 'not a password' });
  await readProblem(page);
  expect(asked.filter((path) => path === '/api/auth/captcha')).toEqual([]);
});

test.concurrent('the sign-in page shows the captcha once it is required, and uses each token once', async ({
  page,
}) => {
  const person = await newPerson();
  await page.setViewportSize(narrow);
  await page.goto('/login');
  await setUp(page, 'there');
  const tokens = await demandTokens(page, '/api/auth/login');
  await proveFirstFactor(page, person);
  await page.getByText('The check for login').waitFor();
  await expectAccessible(page, 'the sign-in page with the captcha');
  const send = page.getByRole('button', { name: 'Sign in' });
  for (const count of [1, 2]) {
    await answered(page, count);
    await send.click();
    await page.getByText('is not right').waitFor();
    expect(tokens).toHaveLength(count);
  }
  expect(tokens).toEqual(['token-1', 'token-2']);
});

test.concurrent('the register page shows the captcha at the first key, and a captcha that failed to load can be retried', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  await page.goto('/register');
  await setUp(page, 'away');
  await page.getByLabel('E-mail address').fill('ana@example.com');
  await page.getByText('The check that you are a person did not load.').waitFor();
  await expectAccessible(page, 'registering without the check');
  await page.unroute('**/captcha.js*');
  await setUp(page, 'there');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The check for register').waitFor();
});

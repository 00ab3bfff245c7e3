import { test as base, expect } from 'vitest';

import { newAddress } from '../support/client.ts';
import { ownStack } from '../support/own-stack.ts';
import { browserFixtures, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);
const stack = ownStack('brand-pages', { BRAND_NAME: 'Möwe & <Söhne>' });

test.for([
  ['en-GB', 'Sign in', 'Sign in to Möwe & <Söhne>'],
  ['de-AT', 'Anmelden', 'Bei Möwe & <Söhne> anmelden'],
] as const)(
  'the sign-in page in %s has the deployment’s own name',
  async (given, { browser, skip }) => {
    const [locale, title, heading] = given;
    if (!browser) {
      skip('There is no Chromium on this machine.');
      return;
    }
    const context = await browser.newContext({
      baseURL: stack().appUrl,
      locale,
      extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
    });
    const page = await context.newPage();
    await page.goto('/login');
    await page.getByRole('heading', { name: heading }).waitFor();
    expect(await page.title()).toBe(`${title} · Möwe & <Söhne>`);
    await page.goto('/docs');
    await page.getByRole('banner').getByText('Möwe & <Söhne>').waitFor();
    expect(await page.getByText('Sallyport').count()).toBe(0);
    await context.close();
  },
);

test.for([
  ['the device’s colours', 'dark', [], 'rgb(17, 20, 19)'],
  ['the chosen colours', 'dark', ['theme=light'], 'rgb(246, 246, 242)'],
  ['the chosen colours', 'light', ['theme=dark'], 'rgb(17, 20, 19)'],
] as const)('a problem page has %s', async (given, { browser, skip }) => {
  const [, colorScheme, [cookie = 'none=none'], canvas] = given;
  if (!browser) {
    skip('There is no Chromium on this machine.');
    return;
  }
  const context = await browser.newContext({ baseURL: stack().appUrl, colorScheme });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: stack().appUrl }]);
  const page = await context.newPage();
  await page.goto('/problems/rate-limited');
  const shown = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(shown).toBe(canvas);
  await context.close();
});

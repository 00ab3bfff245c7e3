import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, skipBrowserTests } from '../browser.ts';
import { open } from './testing.ts';
import { startTurnstile, TURNSTILE_TEST_KEYS } from './turnstile.ts';

const { site: SITE } = TURNSTILE_TEST_KEYS;

/** What the page does with the widget: every word it is told is a line of #said. */
const PAGE_SCRIPT = `
const say = (...words) => { document.querySelector('#said').textContent += words.join(' ') + '\\n'; };
globalThis.ready = () => {
  const query = new URLSearchParams(location.search);
  const id = turnstile.render('#here', {
    sitekey: query.get('sitekey'), action: 'register', theme: 'light', size: 'flexible',
    callback: (token) => say('token', token),
    'error-callback': (code) => say('error', code),
  });
  say('id', id);
  globalThis.widget = id;
};`;

/** A page under a policy as strict as the product's, with the simulator's origin let in. */
async function servePage(simulatorUrl: string): Promise<string> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      'content-security-policy': `default-src 'none'; script-src 'self' ${simulatorUrl}; style-src 'self'; connect-src 'self' ${simulatorUrl}; frame-src ${simulatorUrl}; require-trusted-types-for 'script'`,
    });
    response.end(
      isScript
        ? PAGE_SCRIPT
        : `<!doctype html><title>Page</title><form><div id="here"></div></form><pre id="said"></pre>
<script src="/page.js"></script><script src="${simulatorUrl}/turnstile/v0/api.js?render=explicit&amp;onload=ready"></script>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://localhost:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

/** The page with the widget, what it was told so far, and what was wrong with it. */
async function openPage(browser: Browser, sitekey: string) {
  const { simulator } = await open(startTurnstile());
  const url = await servePage(simulator.url);
  const page = await browser.newPage();
  onTestFinished(async () => await page.close());
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}/?sitekey=${sitekey}`);
  const said = async () => (await page.locator('#said').textContent()) ?? '';
  const verify = async (response: string) => {
    const answer = await fetch(`${simulator.url}/turnstile/v0/siteverify`, {
      method: 'POST',
      body: new URLSearchParams({ secret: TURNSTILE_TEST_KEYS.secret.passes, response }),
    });
    return await answer.json();
  };
  const tokens = async () => [...(await said()).matchAll(/token (\S+)/g)].map(([, one]) => one);
  return { page, said, tokens, verify, complaints };
}

describe.skipIf(skipBrowserTests())('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => await browser.close());

  test('the key that passes gives a token of this page and action, under a strict policy', async () => {
    const { page, tokens, verify, complaints } = await openPage(browser, SITE.passes);
    await page.getByText('Turnstile simulator').waitFor();
    await expect.poll(tokens).toHaveLength(1);
    const [token = ''] = await tokens();
    expect(await verify(token)).toMatchObject({
      success: true,
      action: 'register',
      hostname: 'localhost',
    });
    expect(await page.locator('form input').inputValue()).toBe(token);
    expect(complaints).toEqual([]);
  });

  test('a reset gives another token, a remove takes the box away', async () => {
    const { page, tokens } = await openPage(browser, SITE.passes);
    await expect.poll(tokens).toHaveLength(1);
    await page.evaluate('turnstile.reset(widget)');
    await expect.poll(tokens).toHaveLength(2);
    expect(new Set(await tokens()).size).toBe(2);
    await page.evaluate('turnstile.remove(widget)');
    expect(await page.locator('#here').innerHTML()).toBe('');
  });

  test('the key that blocks reports an error and gives no token', async () => {
    const { said, tokens } = await openPage(browser, SITE.blocks);
    await expect.poll(said).toContain('error 300030');
    expect(await tokens()).toEqual([]);
  });

  test('the key that asks waits for a click', async () => {
    const { page, tokens } = await openPage(browser, SITE.asks);
    await page.getByRole('button', { name: 'I am human' }).waitFor();
    await page.waitForTimeout(200);
    expect(await tokens()).toEqual([]);
    await page.getByRole('button', { name: 'I am human' }).click();
    await expect.poll(tokens).toHaveLength(1);
  });

  test('a key that is not one of the test keys reports an error', async () => {
    const { said } = await openPage(browser, '0x4AAAAAAAAAAAAAAAAAAAAA');
    await expect.poll(said).toContain('error 110100');
  });
});

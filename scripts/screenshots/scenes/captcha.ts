import type { Page } from 'playwright-core';

import { proveFirstFactor, press, see, type Scene } from './scene.ts';

/** As large as the provider's own, and as plain as a picture needs it. */
const WIDGET = `
  window.turnstile = {
    render(element, options) {
      const box = element.appendChild(document.createElement('div'));
      box.className = 'min-h-[65px] border border-edge bg-surface p-4 text-sm';
      box.textContent = 'The provider’s check';
      setTimeout(() => options.callback('token'), 20);
      return 'widget';
    },
    reset() {},
    remove() {},
  };`;

/** The check for people, as where one is set up; the answers of the server are made up. */
export async function photographCaptcha(scene: Scene): Promise<void> {
  const { page, shoot } = scene.camera;
  await page.goto('/register');
  await setUp(page, false);
  await page.getByLabel('E-mail address').fill(scene.email);
  await see(page, 'did not load');
  await shoot('check-away');
  await page.unroute('**/captcha.js*');
  await setUp(page, true);
  await press(page, 'Try again');
  await see(page, 'The provider’s check');
  await shoot('check-at-register');
  await page.goto('/login');
  await page.route('**/api/auth/login', async (route) => {
    const json = {
      error_code: 'CAPTCHA_REQUIRED',
      detail: 'After some failed attempts we ask whether you are a person.',
      suggested_fix: 'Do the check on the page and try again.',
      trace_id: 'a'.repeat(32),
    };
    await route.fulfill({ status: 403, json });
  });
  await proveFirstFactor(page, scene.email);
  await see(page, 'The provider’s check');
  await shoot('check-at-login');
}

async function setUp(page: Page, isThere: boolean) {
  const captcha = {
    provider: 'turnstile',
    site_key: 'site',
    script_url: new URL('/captcha.js?render=explicit', page.url()).href,
    after_failures: 3,
  };
  await page.route('**/api/auth/captcha', async (route) => {
    await route.fulfill({ json: { captcha } });
  });
  await page.route('**/captcha.js*', async (route) => {
    await (isThere
      ? route.fulfill({ contentType: 'text/javascript', body: WIDGET })
      : route.abort());
  });
}

import { expect, inject, test as base } from 'vitest';

import { browserFixtures, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('the meter rates the password, and its word lists load only when one is typed', async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    scripts.push(request.url());
  });
  await page.goto(`${inject('appUrl')}/register`);
  await page.getByRole('heading', { name: 'Create an account' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(scripts.some((url) => url.includes('estimate'))).toBe(false);
  const password = page.getByLabel('Password', { exact: true });
  const meter = page.getByRole('meter', { name: 'Strength of the password' });
  await password.fill('passwordpassword');
  await expect.poll(async () => await meter.getAttribute('aria-valuetext')).toMatch(/Easy|at once/);
  await password.fill('seven purple otters sing');
  await expect
    .poll(async () => await meter.getAttribute('aria-valuetext'))
    .toBe('Very hard to guess');
  expect(scripts.some((url) => url.includes('estimate'))).toBe(true);
});

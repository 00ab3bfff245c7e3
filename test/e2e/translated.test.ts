import { test as base, expect } from 'vitest';

import { newSignedIn } from '../support/person.ts';
import { beginSetup, browserFixtures, signIn, type BrowserFixtures } from './visitor.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('the key of an authenticator tells a translator of pages to leave it alone', async ({
  page,
}) => {
  await signIn(page, await newSignedIn());
  await page.goto('/settings/security');
  await beginSetup(page);
  expect(await page.locator('[data-manual-key]').getAttribute('translate')).toBe('no');
  expect(await page.locator('header a[href="/"] span').getAttribute('translate')).toBe('no');
});

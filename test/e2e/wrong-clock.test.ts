import { expect, test as base } from 'vitest';

import { newSignedIn } from '../support/person.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);
const MINUTES = 60_000;

test.for([11, -11])(
  'a device whose clock is %i minutes fast accepts a valid code and shows a fresh sign-in as fresh',
  async (fast, { page }) => {
    await page.addInitScript((ahead) => {
      const now = Date.now.bind(Date);
      const RealDate = Date;
      // What a wrong clock is to a page: every "now" is off, and nothing else.
      globalThis.Date = new Proxy(RealDate, {
        construct: (target, given: []) =>
          given.length === 0 ? new target(now() + ahead) : new target(...given),
        get: (target, name: keyof DateConstructor) =>
          name === 'now' ? () => now() + ahead : target[name],
      });
    }, fast * MINUTES);
    const person = await newSignedIn();
    await signIn(page, person);
    await page.goto('/settings/profile');
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByRole('textbox', { name: 'Phone number' }).fill('+1 415 555 0123');
    await page.getByRole('button', { name: 'Send a code' }).click();
    const timer = page.getByRole('timer');
    await timer.waitFor();
    expect(await timer.innerText()).toMatch(/^It is good for (10:0[01]|9:\d\d)\.$/);
    await page.goto('/');
    await page
      .getByText(/^(just now|1 minute ago)$/)
      .first()
      .waitFor();
  },
);

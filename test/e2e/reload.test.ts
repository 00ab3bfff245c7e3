import { expect, inject, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import {
  browserFixtures,
  codeField,
  countRequests,
  proveFirstFactor,
  readProblem,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('a reload at the second factor continues the sign-in and leads to the requested page', async ({
  page,
}) => {
  const person = await newEnrolled();
  await page.goto('/login?next=%2Fsettings%2Fprofile');
  await proveFirstFactor(page, person);
  await page.waitForURL('**/2fa/verify?next=%2Fsettings%2Fprofile');
  await page.reload();
  await settleInStep(3);
  await codeField(page).fill(codeFor(person.secret));
  await page.waitForURL(`${inject('appUrl')}/settings/profile`);
  await page.getByTitle(person.email).waitFor();
  const pending = await page.request.get('/api/auth/2fa/pending');
  expect(await pending.json()).toMatchObject({ pending: false });
});

test('starting again deletes the pending sign-in', async ({ page }) => {
  const person = await newEnrolled();
  await page.goto('/login');
  await proveFirstFactor(page, person);
  await page.waitForURL('**/2fa/verify');
  const forgotten = page.waitForResponse('**/api/auth/2fa/pending');
  await page.getByRole('link', { name: 'Start again' }).click();
  expect((await forgotten).status()).toBe(200);
  await page.goto('/2fa/verify');
  await page.waitForURL('**/login');
  await page.getByText('There is no sign-in under way any more.').waitFor();
});

test.for(['with', 'without'])(
  'a browser without cookies gets a message, %s a second factor, and no question for a code',
  async (second, { page }) => {
    const person = second === 'with' ? await newEnrolled() : await newPerson();
    // What a browser with its cookies turned off does: it drops every one it is given.
    await page.route('**/api/**', async (route) => {
      const answer = await route.fetch();
      await page.context().clearCookies();
      const { 'set-cookie': _, ...headers } = answer.headers();
      await route.fulfill({ response: answer, headers });
    });
    await page.goto('/login');
    const verified = await countRequests(page, '/api/auth/2fa/verify', async () => {
      await proveFirstFactor(page, person);
      const { text } = await readProblem(page);
      expect(text).toContain('Your browser did not keep our cookie');
    });
    expect(verified).toBe(0);
  },
);

import { expect, inject, test as base } from 'vitest';

import { codeFor, newEnrolled, newPerson, settleInStep } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import {
  browserFixtures,
  codeField,
  countRequests,
  proveFirstFactor,
  reachSecondFactor,
  readProblem,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();
test.concurrent('a wrong code shows its trace id, and the field is ready for the next code', async ({
  page,
}) => {
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  const answered = page.waitForResponse('**/api/auth/2fa/verify');
  await codeField(page).fill('000000');
  const header = (await answered).headers()['x-trace-id'];
  const { text, traceId } = await readProblem(page);
  expect(text).toContain('That code is not valid.');
  expect(traceId).toBe(header);
  expect(await codeField(page).inputValue()).toBe('');
  expect(await codeField(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await settleInStep(2);
  await codeField(page).fill(codeFor(person.secret, 0));
  await page.getByRole('heading', { name: person.email }).waitFor();
});

test.concurrent('an expired sign-in starts again', async ({ page }) => {
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  await database.rows(
    `update auth_temp_tokens set expires_at = expires_at - interval '1 hour' where user_id = $1`,
    [person.id],
  );
  await codeField(page).fill(codeFor(person.secret, 0));
  await page.getByText('That sign-in took too long. Enter your password again.').waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/login`);
});

test.concurrent('five wrong codes lock the second factor, and a clock shows the remaining time', async ({
  page,
}) => {
  await page.clock.install();
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  for (let attempt = 0; attempt < 5; attempt++) {
    const answered = page.waitForResponse('**/api/auth/2fa/verify');
    await codeField(page).fill(`00000${attempt}`);
    await answered;
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[name=code]')?.value === '',
    );
  }
  await codeField(page).fill('000005');
  await page.getByText(/Try again in [45]:\d\d\./).waitFor();
  const button = page.getByRole('button', { name: 'Sign in' });
  expect(await button.isDisabled()).toBe(true);
  expect(await countRequests(page, '/2fa/verify', () => codeField(page).fill('000007'))).toBe(0);
  await page.clock.fastForward('05:01');
  await page.getByText('You can try again now.').waitFor();
  expect(await button.isEnabled()).toBe(true);
});

test.concurrent('a form is sent once, however often its button is pressed', async ({ page }) => {
  const person = await newEnrolled();
  await page.goto('/login');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  const logins = await countRequests(page, '/api/auth/login', async () => {
    await page.locator('form').evaluate((form) => {
      if (form instanceof HTMLFormElement) {
        form.requestSubmit();
        form.requestSubmit();
      }
    });
    await page.waitForURL('**/2fa/verify');
  });
  expect(logins).toBe(1);
  await settleInStep(2);
  const verifications = await countRequests(page, '/api/auth/2fa/verify', async () => {
    await codeField(page).fill(codeFor(person.secret, 0));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: person.email }).waitFor();
  });
  expect(verifications).toBe(1);
});

test.concurrent('a network failure is shown, and the form can be sent again', async ({ page }) => {
  const person = await newPerson();
  await page.goto('/login');
  await page.getByLabel('E-mail address').waitFor();
  await page.route('**/api/**', async (route) => await route.abort());
  await proveFirstFactor(page, person);
  expect(await readProblem(page)).toMatchObject({
    text: expect.stringContaining('We could not reach the server.'),
    traceId: null,
  });
  await page.unroute('**/api/**');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: person.email }).waitFor();
});

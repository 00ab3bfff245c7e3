import { expect, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);
const database = ownerDatabase();

test('a page of one person never acts for another who signed in in another window', async ({
  page,
}) => {
  const [alice, bob] = [await newPerson(), await newPerson()];
  await signIn(page, alice);
  await page.goto('/settings/security');
  const turnOn = page.getByRole('button', { name: 'Turn on' });
  await turnOn.waitFor();
  // Beside the pages, so that this one cannot hear of it.
  await page.context().request.post('/api/auth/login', {
    data: { email: bob.email, password: bob.password },
  });
  const refused = page.waitForResponse('**/api/auth/2fa/setup');
  await turnOn.click();
  expect((await refused).status()).toBe(409);
  await page.getByText(`This browser is signed in as ${bob.email} now.`).waitFor();
  await page.getByTitle(bob.email).waitFor();
  expect(await page.getByText(alice.email).count()).toBe(0);
  const begun = await database.rows(
    `select 1 from users where email in ($1, $2) and two_factor_secret_encrypted is not null`,
    [alice.email, bob.email],
  );
  expect(begun).toEqual([]);
});

test('signing in or out in one window changes the others', async ({ page }) => {
  const [alice, bob] = [await newPerson(), await newPerson()];
  await signIn(page, alice);
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Add a number' }).click();
  await page.getByRole('textbox', { name: 'Phone number' }).fill('+14155550123');
  const other = await page.context().newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/login**');
  await signIn(other, alice);
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Add a number' }).click();
  await other.context().clearCookies();
  await other.goto('/login');
  await signIn(other, bob);
  await page.getByTitle(bob.email).waitFor();
  // What Alice began is not there for Bob.
  expect(await page.getByRole('textbox', { name: 'Phone number' }).count()).toBe(0);
});

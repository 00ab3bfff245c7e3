import { expect, inject, test as base } from 'vitest';

import { newEnrolled, newPerson } from '../support/person.ts';
import {
  browserFixtures,
  codeField,
  proveFirstFactor,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test.concurrent('another page opened offline keeps the menu and loads by itself when the network is back', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'This page did not load' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(page.url()).toBe(`${inject('appUrl')}/settings/security`);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test.concurrent('a list opened offline says that it could not load, and loads by itself later', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  // Its script is there; only what it asks for is not.
  await page.goto('/settings/sessions');
  await page.getByText('This one').first().waitFor();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByText('You signed in.').first().waitFor();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await page.getByText('We could not reach the server.').first().waitFor();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.context().setOffline(false);
  await page.getByText('This one').first().waitFor();
  expect(await page.getByText('We could not reach the server.').count()).toBe(0);
});

test.concurrent('a server that was away without a word of the browser is asked again', async ({
  page,
}) => {
  await signIn(page, await newPerson());
  await page.route('**/api/auth/me', async (route) => await route.abort());
  await page.goto('/settings/activity');
  await page.getByRole('heading', { name: 'This page did not load' }).waitFor();
  expect(await page.getByText('You are offline.').count()).toBe(0);
  await page.unroute('**/api/auth/me');
  await page.getByText('You signed in.').first().waitFor();
});

test.concurrent('offline, the second factor keeps what was begun, and goes on', async ({
  page,
}) => {
  const person = await newEnrolled();
  await page.goto('/login');
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await proveFirstFactor(page, person);
  await page.getByText('We could not reach the server.').waitFor();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(person.email);
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await codeField(page).waitFor();
});

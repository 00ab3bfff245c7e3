import { expect, test as base } from 'vitest';

import { newPerson } from '../support/person.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test.concurrent('the overview lists the open steps of the account with a link to each', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  await signIn(page, await newPerson());
  const list = page.getByRole('region', { name: 'Account security' });
  const item = (name: string) => list.getByRole('listitem').filter({ hasText: name });
  expect(await list.getByRole('listitem').count()).toBe(4);
  await item('E-mail address').getByText('Not confirmed').waitFor();
  await item('Two-factor authentication').getByText('Off', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Devices' }).getByText('This one').waitFor();
  const activity = page.getByRole('region', { name: 'Recent activity' });
  await activity.getByText('You signed in.').first().waitFor();
  await expectAccessible(page, 'the overview');
  for (const [link, heading] of [
    ['Confirm your address: E-mail address', 'Profile'],
    ['Change password: Password', 'Security'],
    ['Turn on: Two-factor authentication', 'Security'],
    ['All devices', 'Sessions'],
    ['All activity', 'Activity'],
  ] as const) {
    await page.getByRole('link', { name: link }).click();
    await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor();
    await page.goBack();
  }
});

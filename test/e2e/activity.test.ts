import { expect, test as base } from 'vitest';

import { lockUser, unlockUser } from '../../src/features/admin-users/contract.ts';
import { writeEvents } from '../support/audit.ts';
import { newPerson, newStaff } from '../support/person.ts';
import { actOn } from '../support/staff.ts';
import { ownerDatabase } from '../support/stack.ts';
import { expectAccessible, narrow } from './accessible.ts';
import { browserFixtures, signIn, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

test.concurrent('the activity shows the events of an account in plain words, and the actor', async ({
  page,
}) => {
  await page.setViewportSize(narrow);
  const person = await newPerson();
  const staff = await newStaff();
  await actOn(staff.client, lockUser, person.id);
  await actOn(staff.client, unlockUser, person.id);
  await signIn(page, person);
  await page.goto('/settings/activity');
  const rows = page.getByRole('main').getByRole('listitem');
  await rows.filter({ hasText: 'You signed in.' }).filter({ hasText: 'Chrome' }).waitFor();
  const locked = rows.filter({ hasText: 'Your account was locked.' });
  await locked.getByText('By an administrator').waitFor();
  expect(await locked.textContent()).not.toContain(staff.client.address);
  await expectAccessible(page, 'activity');
});

test.concurrent('older events come page by page', async ({ page }) => {
  const person = await newPerson();
  await writeEvents(database, 60, { actorId: person.id });
  await signIn(page, person);
  await page.goto('/settings/activity');
  await page.getByText('50 are shown, and there are more.').waitFor();
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByText(/^All 6\d are shown\.$/).waitFor();
  expect(await page.getByText('You signed in.').count()).toBeGreaterThan(60);
});

import { expect, test as base } from 'vitest';

import { resetPassword } from '../../src/features/passwords/contract.ts';
import { waitForMail } from '../support/mail.ts';
import { confirmAddress, newPerson } from '../support/person.ts';
import { browserFixtures, type BrowserFixtures } from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

test('the link of the mail gives the address to a password manager, but to no server', async ({
  page,
}) => {
  const person = await confirmAddress(await newPerson());
  await person.client.post('/api/auth/password/forgot', { email: person.email });
  const { html } = await waitForMail(person.email, /Choose a new password/);
  const [, href = ''] = /href="[^"]*(\/reset-password\?token=[^"]+#for=[^"]+)"/.exec(html) ?? [];
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await page.goto(href);
  const account = page.locator('form input[autocomplete=username]');
  await account.waitFor({ state: 'attached' });
  expect(await account.inputValue()).toBe(person.email);
  expect(await account.evaluate((input) => (input as HTMLInputElement).readOnly)).toBe(true);
  expect(page.url()).not.toMatch(/token|for=/);
  const answered = page.waitForResponse(`**${resetPassword.path}`);
  await page.getByLabel('New password', { exact: true }).fill('other otters sing 7 songs');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  expect((await answered).status()).toBe(200);
  expect(sent.filter((text) => text.includes(person.email.split('@')[0] ?? ''))).toEqual([]);
});

test('an invalid address in a link is not shown', async ({ page }) => {
  await page.goto('/reset-password?token=mistyped#for=%3Cscript%3E');
  await page.getByLabel('New password', { exact: true }).waitFor();
  expect(await page.locator('input[autocomplete=username]').count()).toBe(0);
});

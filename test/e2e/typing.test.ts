import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';

import { codeFor, newEnrolled, newSignedIn } from '../support/person.ts';
import {
  browserFixtures,
  codeField,
  reachSecondFactor,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const FULL_WIDTH_ZERO = 0xff10;
const fullWidth = (digits: string) =>
  digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(FULL_WIDTH_ZERO + Number(digit)));

/** Types as a Japanese keyboard does: each digit into the candidate, and the whole is taken over at the end. */
async function compose(page: Page, text: string) {
  const devtools = await page.context().newCDPSession(page);
  for (let length = 1; length <= text.length; length += 1) {
    const end = { selectionStart: length, selectionEnd: length };
    await devtools.send('Input.imeSetComposition', { text: text.slice(0, length), ...end });
  }
  await devtools.send('Input.insertText', { text });
}

/** The codes that were sent to this path. */
function sentCodes(page: Page, path: string): string[] {
  const codes: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith(path)) {
      codes.push((request.postDataJSON() as { code: string }).code);
    }
  });
  return codes;
}

test('a code typed with a Japanese keyboard is sent once, unchanged', async ({ page }) => {
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  const sent = sentCodes(page, '/api/auth/2fa/verify');
  await codeField(page).focus();
  const code = codeFor(person.secret, 0);
  await compose(page, fullWidth(code));
  await page.getByRole('heading', { name: person.email }).waitFor();
  expect(sent).toEqual([code]);
});

test('invalid characters typed into a code field are never dropped silently', async ({ page }) => {
  const person = await newEnrolled();
  await reachSecondFactor(page, person);
  const sent = sentCodes(page, '/api/auth/2fa/verify');
  await codeField(page).pressSequentially('12x3');
  expect(await codeField(page).inputValue()).toBe('123');
  await page.getByText('Only digits are taken here; the rest was left out.').waitFor();
  await codeField(page).fill('12345678');
  await page.getByText('That is more than six digits.').waitFor();
  expect(await codeField(page).inputValue()).toBe('12345678');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('That is more than six digits.').waitFor();
  expect(sent).toEqual([]);
});

test('a pasted address loses invisible characters around it, and is refused with a message for those inside', async ({
  page,
}) => {
  const person = await newSignedIn();
  await page.goto('/login');
  const address = page.getByLabel('E-mail address');
  await address.fill(person.email.replace('@', '\u200b@'));
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('There is an invisible character in it.').waitFor();
  await signIn(page, { ...person, email: person.email });
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Add a number' }).click();
  await page
    .getByRole('textbox', { name: 'Phone number' })
    .fill('\u202a+1 (415) 555\u20110123\u202c');
  const sending = page.waitForRequest('**/api/account/phone');
  await page.getByRole('button', { name: 'Send a code' }).click();
  expect((await (await sending).response())?.status()).toBe(200);
  await page.getByText('It went to').waitFor();
});

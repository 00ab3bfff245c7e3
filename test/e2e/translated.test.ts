import type { Page } from 'playwright-core';
import { test as base, expect } from 'vitest';

import { writeEvents } from '../support/audit.ts';
import { codeFor, newEnrolled, newPerson, newSignedIn, settleInStep } from '../support/person.ts';
import { ownerDatabase } from '../support/stack.ts';
import { enterAsStaff } from './staff.ts';
import { takenTexts, translate, type Manner } from './translator.ts';
import {
  beginSetup,
  browserFixtures,
  codeField,
  reachSecondFactor,
  readProblem,
  signIn,
  type BrowserFixtures,
} from './browser-user.ts';

const test = base.extend<BrowserFixtures>(browserFixtures);

const database = ownerDatabase();

const manners: Manner[] = ['replaces', 'wraps'];

test('the key of an authenticator tells a translator of pages to leave it alone', async ({
  page,
}) => {
  await signIn(page, await newSignedIn());
  await page.goto('/settings/security');
  await beginSetup(page);
  expect(await page.locator('[data-manual-key]').getAttribute('translate')).toBe('no');
  expect(await page.locator('header a[href="/"] span').getAttribute('translate')).toBe('no');
});

/** The clock of the problem on the page, once it shows another time than that. */
async function nextWait(page: Page, before = ''): Promise<string> {
  const clock = page.getByRole('timer').filter({ hasText: /\S/ });
  const other = before === '' ? clock : clock.filter({ hasNotText: before });
  await other.first().waitFor();
  return await other.first().innerText();
}

test.concurrent.for(manners)(
  'a translator that %s texts: sign-in shows the reason and a running clock',
  async (manner, { page }) => {
    await translate(page, manner);
    const person = await newPerson();
    await page.goto('/login');
    for (let attempt = 0; attempt < 6; attempt++) {
      await page.locator('font', { hasText: 'Sign in to Sallyport' }).first().waitFor();
      const answered = page.waitForResponse('**/api/auth/login');
      await page.getByLabel('E-mail address').fill(person.email);
      await page.getByLabel('Password', { exact: true }).fill(`wrong-password-${attempt}`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await answered;
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    }
    const first = await nextWait(page);
    expect(first).toMatch(/^Try again in \d:\d\d\.$/);
    expect(await nextWait(page, first)).toMatch(/^Try again in \d:\d\d\.$/);
    expect(
      (await page.getByRole('alert').filter({ hasText: /\S/ }).innerText()).split('\n'),
    ).toHaveLength(1);
    expect(await takenTexts(page)).toBeGreaterThan(5);
  },
);

test.concurrent.for(manners)(
  'a translator that %s texts: the second factor is changed, refused and right',
  async (manner, { page }) => {
    await translate(page, manner);
    const person = await newEnrolled();
    await reachSecondFactor(page, person);
    await page.getByRole('button', { name: 'Use a backup code' }).click();
    await page.getByLabel('Backup code').waitFor();
    const other = page.getByRole('button', { name: /^Use a/ });
    expect(await other.innerText()).toBe('Use a code from your app');
    await other.click();
    expect(await page.getByRole('button', { name: /^Use a/ }).innerText()).toBe(
      'Use a backup code',
    );
    await codeField(page).fill('000000');
    expect((await readProblem(page)).text).toContain('That code is not valid.');
    await codeField(page).pressSequentially('12x');
    await page.getByText('Only digits are taken here; the rest was left out.').waitFor();
    await settleInStep(2);
    await codeField(page).fill(codeFor(person.secret, 0));
    await page.getByRole('heading', { name: person.email }).waitFor();
  },
);

test.concurrent.for(manners)(
  'a translator that %s texts: an authenticator is begun, refused and given up',
  async (manner, { page }) => {
    await translate(page, manner);
    await signIn(page, await newSignedIn());
    await page.goto('/settings/security');
    await beginSetup(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await codeField(page).fill('000000');
    expect((await readProblem(page)).text).toContain('That code is not valid.');
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Turn on' }).waitFor();
    expect(await page.getByRole('alert').filter({ hasText: /\S/ }).count()).toBe(0);
  },
);

test.concurrent.for(manners)(
  'a translator that %s texts: a phone number is added while its clock ticks',
  async (manner, { page }) => {
    await translate(page, manner);
    await signIn(page, await newSignedIn());
    await page.goto('/settings/profile');
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByRole('textbox', { name: 'Phone number' }).fill('123');
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByRole('textbox', { name: 'Phone number' }).fill('+4915123456789');
    await page.getByRole('button', { name: 'Send a code' }).click();
    await page.getByRole('heading', { name: 'Enter the code we sent' }).waitFor();
    const first = await nextWait(page);
    expect(first).toMatch(/^It is good for \d+:\d\d\.$/);
    expect(await nextWait(page, first)).toMatch(/^It is good for \d+:\d\d\.$/);
    await page.getByLabel('Code from the message').fill('000000');
    expect((await readProblem(page)).text).toContain('not valid');
    await page.getByRole('button', { name: 'Use another number' }).click();
    await page.getByRole('textbox', { name: 'Phone number' }).waitFor();
    expect(await page.getByText('It is good for').count()).toBe(0);
  },
);

test.concurrent.for(manners)(
  'a translator that %s texts: the activity goes on page by page',
  async (manner, { page }) => {
    await translate(page, manner);
    const person = await newPerson();
    await writeEvents(database, 60, { actorId: person.id });
    await signIn(page, person);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByText('50 are shown, and there are more.').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText(/^All 6\d are shown\.$/).waitFor();
    expect(await page.getByText('50 are shown').count()).toBe(0);
    await page.getByRole('link', { name: 'Sessions' }).click();
    await page.getByText('This one').first().waitFor();
    expect(await page.getByText('are shown').count()).toBe(0);
  },
);

test.concurrent.for(manners)(
  'a translator that %s texts: users are found, sorted and acted on',
  async (manner, { page }) => {
    await translate(page, manner);
    const person = await newPerson();
    await enterAsStaff(page);
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByText(/are shown/).waitFor();
    await page.getByLabel('Part of the address').fill(person.email);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('All 1 are shown.').waitFor();
    expect(await page.getByText(/are shown/).count()).toBe(1);
    await page.getByRole('button', { name: person.email }).click();
    await page.getByRole('button', { name: 'Lock account' }).click();
    await page
      .getByRole('dialog', { name: 'Lock this account?' })
      .getByRole('button', { name: 'Lock account' })
      .click();
    await page.getByText('The account is locked.').waitFor();
    expect(await page.getByRole('button', { name: 'Lock account', exact: true }).count()).toBe(0);
    expect(await page.getByRole('definition').first().innerText()).toBe('Locked');
  },
);

/** Every text with an address, a number or an id in it that a translator would take. */
async function translatable(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const exact = /\S@\S+\.\w|\+\d{7}|\d+\.\d+\.\d+\.\d+|[0-9a-f]{4}:[0-9a-f:]{4}|[0-9a-f]{12}/i;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walk.nextNode()) {
      const text = walk.currentNode;
      if (exact.test(text.textContent ?? '') && !text.parentElement?.closest('[translate=no]')) {
        found.push(text.textContent ?? '');
      }
    }
    return found;
  });
}

test('no page lets a translator read an address, a phone number or an id', async ({ page }) => {
  const someone = await newPerson();
  const staff = await enterAsStaff(page);
  await database.rows(
    `update users set phone_e164 = '+4915123456789', phone_verified_at = now() where id = $1`,
    [staff.id],
  );
  const found: Record<string, string[]> = {};
  const pages = ['/', '/ops/alerts', '/status', '/connections', '/admin/users', '/admin/audit'];
  const settings = ['security', 'sessions', 'activity', 'profile'].map(
    (name) => `/settings/${name}`,
  );
  for (const path of [...pages, ...settings]) {
    await page.goto(path);
    await page.getByText('Sign out').first().waitFor();
    await page.waitForLoadState('networkidle');
    found[path] = await translatable(page);
  }
  await page.getByText('+4915123456789').waitFor();
  await page.getByRole('button', { name: 'Change number' }).click();
  await page.getByText('stays in force').waitFor();
  found['number'] = await translatable(page);
  await page.getByRole('textbox', { name: 'Phone number' }).fill('+4915123456780');
  await page.getByRole('button', { name: 'Send a code' }).click();
  await page.getByText('It went to').waitFor();
  found['code'] = await translatable(page);
  await page.goto('/admin/users');
  await page.getByLabel('Part of the address').fill(someone.email);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('button', { name: someone.email }).click();
  for (const name of ['Lock account', 'Send a password link', 'Change roles']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').getByText(someone.email).last().waitFor();
    found[name] = await translatable(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
  }
  await page.context().clearCookies();
  await page.goto('/forgot-password');
  await page.getByLabel('E-mail address').fill(someone.email);
  await page.getByRole('button', { name: /link/ }).click();
  await page.getByText(someone.email).waitFor();
  found['forgot'] = await translatable(page);
  expect(Object.entries(found).filter(([, texts]) => texts.length > 0)).toEqual([]);
});

import type { Page } from 'playwright-core';

import type { Camera } from '../camera.ts';
import type { Stack } from '../../../dev/stack.ts';

/** A throw-away person before a camera. */
export interface Scene {
  readonly camera: Camera;
  readonly stack: Stack;
  readonly email: string;
}

export const PASSWORD = 'quiet otters walk 4 dogs';

/** For so long an authenticator shows the same code. */
export const STEP_MILLISECONDS = 30_000;

/** Waits for a text, which is how a person knows that a page is there. */
export async function see(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}

/** Presses a button by its name; of an open dialog, if there is one. */
export async function press(page: Page, name: string): Promise<void> {
  const dialogs = page.getByRole('dialog');
  const place = (await dialogs.count()) > 0 ? dialogs.last() : page;
  await place.getByRole('button', { name, exact: true }).first().click();
}

/** Makes the account; the page that says where its mail went is shown afterwards. */
export async function register(page: Page, email: string): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Create account');
  await see(page, 'Check your mail');
}

/** Makes the account and signs in to it; the overview is shown afterwards. */
export async function enter(page: Page, email: string): Promise<void> {
  await register(page, email);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await see(page, 'Sign in to Sallyport');
  await proveFirstFactor(page, email);
  await see(page, /Turn on/);
}

/** Fills in the sign-in form on the current page. */
export async function proveFirstFactor(
  page: Page,
  email: string,
  password = PASSWORD,
): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Sign in');
}

/** A session of the same person in another browser. */
export async function signInElsewhere({ stack, email }: Scene, userAgent: string): Promise<void> {
  await fetch(`${stack.appUrl}/api/auth/login`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'cf-connecting-ip': '203.0.113.77',
      'user-agent': userAgent,
    },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
}

/** As if the sign-in had been a while ago. */
export async function makeStale({ stack, email }: Scene): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: stack.database.ownerUrl });
  await client.connect();
  await client.query(
    `update auth_sessions set authenticated_at = authenticated_at - interval '1 hour'
     where user_id = (select id from users where email = $1)`,
    [email],
  );
  await client.end();
}

/** The codes of the step before, of this one and of the next are good for the scenes to come. */
export async function settleInStep(page: Page) {
  const left = STEP_MILLISECONDS - (Date.now() % STEP_MILLISECONDS);
  if (left < STEP_MILLISECONDS / 2) {
    await page.waitForTimeout(left + 50);
  }
}

/** The field for the code of the second factor. */
export const codeField = (page: Page) => page.getByLabel('Code from your authenticator app');

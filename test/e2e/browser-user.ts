import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { expect, inject } from 'vitest';

import { launchBrowser, skipBrowserTests } from '../../dev/browser.ts';
import { newAddress } from '../support/client.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface BrowserFixtures {
  readonly browser: Browser | null;
  readonly page: Page;
}

/**
 * For `test.extend`: a browser window of its own for each test, at an address of its own; paths are
 * relative to the stack. Afterwards nothing may have gone wrong in the browser, nothing been asked of
 * anybody else and nothing been kept.
 */
export const browserFixtures: {
  browser: [typeof openBrowser, { scope: 'file' }];
  page: typeof openPage;
} = { browser: [openBrowser, { scope: 'file' }], page: openPage };

type Use<T> = (value: T) => Promise<void>;

let shared: Promise<Browser> | null = null;

/** For all files of a worker, and another should it have died; it ends with the worker. */
async function launchShared(): Promise<Browser> {
  const browser = await launchBrowser();
  browser.once('disconnected', () => {
    shared = null;
  });
  return browser;
}

// The empty pattern stays: without it vitest refuses the fixture, since it reads there what a fixture is given.
// oxlint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from its pattern: this one needs nothing
async function openBrowser({}, use: Use<Browser | null>) {
  shared ??= skipBrowserTests() ? null : launchShared();
  const browser = await shared;
  await use(browser);
  await Promise.all(browser?.contexts().map(async (left) => await left.close()) ?? []);
}

interface Given {
  readonly browser: Browser | null;
  readonly skip: (note: string) => never;
}

async function openPage({ browser, skip }: Given, use: Use<Page>) {
  if (!browser) {
    skip('There is no Chromium on this machine.');
    return;
  }
  const context = await browser.newContext({
    baseURL: inject('appUrl'),
    reducedMotion: 'reduce',
    extraHTTPHeaders: { 'cf-connecting-ip': newAddress() },
  });
  context.setDefaultTimeout(90_000);
  const complaints = watch(context);
  const page = await context.newPage();
  await use(page);
  await expectClean(page, complaints);
  await context.close();
}

async function expectClean(page: Page, complaints: readonly string[]) {
  expect(complaints).toEqual([]);
  if (page.url() === 'about:blank') {
    return; // the test did not come as far as a page, and says so itself
  }
  expect(await kept(page)).toEqual({ local: 0, session: 0, databases: 0, cookies: '' });
}

/** Everything the browser complains of from now on, and every request to another origin. */
function watch(context: BrowserContext): readonly string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message)) {
      complaints.push(message.text());
    }
  });
  context.on('weberror', (event) => complaints.push(String(event.error())));
  context.on('request', (request) => {
    const own = new URL(request.url()).origin === inject('appUrl');
    if (!own && !/^(data|blob):/.test(request.url())) {
      complaints.push(`asked another origin: ${request.url()}`);
    }
  });
  return complaints;
}

/**
 * The browser notes every answer that refuses, that somebody else's service is away, and every request
 * that a test has cut off, as an error; what the page shows is none.
 */
function isRefusal(message: ConsoleMessage): boolean {
  const refused = /^Failed to load resource: .* status of (4\d\d|502|504) /;
  const cutOff = /^Failed to load resource: net::ERR_(FAILED|INTERNET_DISCONNECTED)$/;
  return refused.test(message.text()) || cutOff.test(message.text());
}

async function kept(page: Page) {
  return await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    // How the pages look may be kept: it is no secret.
    cookies: document.cookie.replaceAll(/(theme|language)=\w+(; )?/g, ''),
  }));
}

export async function register(page: Page, { email, password }: Credentials): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await waitForSignInPage(page);
}

/** The address changes first; the page before stays drawn until this one's script is there. */
async function waitForSignInPage(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in to Sallyport' }).waitFor();
}

/** Fills in the sign-in form on the current page. */
export async function proveFirstFactor(
  page: Page,
  { email, password }: Credentials,
): Promise<void> {
  await waitForSignInPage(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in a person without a second factor. */
export async function signIn(page: Page, credentials: Credentials): Promise<void> {
  await page.goto('/login');
  await proveFirstFactor(page, credentials);
  await page.getByRole('heading', { name: credentials.email }).waitFor();
}

/** Signs in up to the question for the second factor. */
export async function reachSecondFactor(page: Page, credentials: Credentials): Promise<void> {
  await page.goto('/login');
  await proveFirstFactor(page, credentials);
  await page.waitForURL('**/2fa/verify');
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await waitForSignInPage(page);
}

/** The field for six digits; with the sixth they are sent. */
export function codeField(page: Page) {
  return page.getByLabel('Code from your authenticator app');
}

/** From "Turn on" to the key, which is read as a person would read it. */
export async function beginSetup(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Turn on' }).click();
  const key = await page.locator('[data-manual-key]').textContent();
  return (key ?? '').replaceAll(' ', '');
}

/** The ten codes on the page. */
export async function readBackupCodes(page: Page): Promise<string[]> {
  const list = page.getByRole('list', { name: 'Backup codes' });
  await list.waitFor();
  return await list.getByRole('listitem').allTextContents();
}

/** Says that the codes are saved, and goes on. */
export async function leaveCodes(page: Page): Promise<void> {
  const done = page.getByRole('button', { name: 'Done' });
  expect(await done.isDisabled()).toBe(true);
  await page.getByLabel('I saved them in a safe place.').check();
  await done.click();
}

/** The sentence, the advice and the trace id of the problem on the page. */
export async function readProblem(page: Page) {
  const note = page.getByRole('alert').filter({ hasText: /\S/ });
  await note.waitFor();
  const trace = page.getByText(/^[0-9a-f]{32}$/);
  return {
    text: await note.innerText(),
    traceId: (await trace.count()) > 0 ? await trace.innerText() : null,
  };
}

/** How often the browser sent this request while `act` ran and half a second after. */
export async function countRequests(page: Page, path: string, act: () => Promise<void>) {
  let sent = 0;
  const count = (request: { url(): string }) => {
    sent += request.url().endsWith(path) ? 1 : 0;
  };
  page.on('request', count);
  await act();
  await page.waitForTimeout(500);
  page.off('request', count);
  return sent;
}

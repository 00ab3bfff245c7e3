import { randomBytes } from 'node:crypto';

import type { Database } from './database.ts';
import type { Site, SiteAnswer } from './site.ts';

/** What a sign-in with a throw-away account showed, or why there was none. */
export type Probe =
  | {
      readonly signedIn: true;
      /** As they came with the sign-in. */
      readonly setCookies: readonly string[];
      /** What GET /api/system/status answered. */
      readonly status: unknown;
      /** What became of the account. */
      readonly cleanUp: string;
    }
  | { readonly signedIn: false; readonly reason: string };

/**
 * Registers an account of a random name, signs in, looks at the system status, and takes the account
 * away: at once as the database's owner, otherwise by asking as its holder, which takes its fourteen days.
 */
export async function runProbe(site: Site, owner: Database | null): Promise<Probe> {
  const email = `doctor-${randomBytes(8).toString('hex')}@example.com`;
  const account = { email, password: randomBytes(24).toString('base64url') };
  const registered = await send(site, 'POST', '/api/auth/register', { body: account });
  if (!registered.answered || registered.status !== 201) {
    return { signedIn: false, reason: `register answered ${codeOf(registered)}` };
  }
  const login = await send(site, 'POST', '/api/auth/login', { body: account });
  const setCookies = login.answered ? login.headers.getSetCookie() : [];
  const cookie = setCookies.map((line) => line.split(';')[0]).join('; ');
  const status = await send(site, 'GET', '/api/system/status', { cookie });
  const cleanUp = await removeAccount(site, { owner, email, cookie });
  if (!login.answered || login.status !== 200) {
    return { signedIn: false, reason: `login answered ${codeOf(login)}; ${cleanUp}` };
  }
  return { signedIn: true, setCookies, status: status.answered ? status.body : null, cleanUp };
}

interface ThrowAwayAccount {
  readonly owner: Database | null;
  readonly email: string;
  readonly cookie: string;
}

async function removeAccount(
  site: Site,
  { owner, email, cookie }: ThrowAwayAccount,
): Promise<string> {
  if (owner) {
    const gone = await owner.query('delete from users where email = $1 returning id', [email]);
    return gone.length === 1 ? 'the account is gone' : 'the account was not found any more';
  }
  const asked = await send(site, 'DELETE', '/api/account', { cookie, body: {} });
  return asked.answered && asked.status === 202
    ? `the account ${email} goes in fourteen days`
    : `the account ${email} is still there`;
}

async function send(
  site: Site,
  method: string,
  path: string,
  { body, cookie = '' }: { body?: unknown; cookie?: string },
): Promise<SiteAnswer> {
  const headers = new Headers({ origin: site.origin });
  if (cookie !== '') {
    headers.set('cookie', cookie);
  }
  if (body !== undefined) {
    headers.set('content-type', 'application/json');
  }
  return await site.ask(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function codeOf(answer: SiteAnswer): string {
  if (!answer.answered) {
    return `nothing (${answer.reason})`;
  }
  const { body, status } = answer;
  const isProblem = typeof body === 'object' && body !== null && 'error_code' in body;
  return isProblem ? `${status} ${String(body.error_code)}` : String(status);
}

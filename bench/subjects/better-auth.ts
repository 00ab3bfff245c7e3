import type pg from 'pg';

import type { Watchdog } from '../../dev/start-watchdog.ts';
import { totpCode } from '../../dev/simulators/authenticator.ts';
import { startWorkerd, type Workerd } from '../workerd/start-workerd.ts';
import { PASSWORD } from './ours.ts';
import { cookiesOf, forEachOf, HOST, rawRequest, type Subject } from './subject.ts';

export interface PeerParts {
  readonly folder: string;
  readonly stateFolder: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly watchdog: Watchdog;
}

export type PeerKind = 'as it ships' | 'cookie cache' | 'no hash';

interface Member {
  readonly email: string;
  /** In base32, as its authenticator gets it. */
  readonly secret: string;
}

const MEMBERS = 64;

export async function startPeerWorker(parts: PeerParts, kind: PeerKind): Promise<Workerd> {
  return await startWorkerd({
    stateFolder: `${parts.stateFolder}-${kind.replaceAll(' ', '-')}`,
    path: '/api/auth/ok',
    watchdog: parts.watchdog,
    parts: {
      folder: parts.folder,
      vars: {
        DATABASE_URL: parts.databaseUrl,
        AUTH_SECRET: parts.secret,
        COOKIE_CACHE: kind === 'cookie cache' ? 'on' : 'off',
        HASH: kind === 'no hash' ? 'none' : 'default',
      },
    },
  });
}

/** better-auth three times with one database: as it ships, with its cookie cache, and without its hash. */
export async function startBetterAuth(
  parts: PeerParts,
  client: pg.Client,
): Promise<Record<PeerKind, Subject>> {
  const ships = await startPeerWorker(parts, 'as it ships');
  const cached = await startPeerWorker(parts, 'cookie cache');
  const hashless = await startPeerWorker(parts, 'no hash');
  const members = await enrol(hashless.port);
  await giveRealHash(client, ships.port);

  const subject = async (name: string, workerd: Workerd): Promise<Subject> => {
    const sessions = await signIn(workerd.port, hashless.port, members);
    return {
      name,
      workerd,
      scenes: {
        me: async () =>
          sessions.map((cookie) =>
            rawRequest({ path: '/api/auth/get-session', headers: { cookie } }),
          ),
        login: async (count) =>
          Array.from({ length: count }, (_, index) =>
            rawRequest({
              method: 'POST',
              path: '/api/auth/sign-in/email',
              headers: ORIGIN,
              body: { email: members[index % members.length]?.email, password: PASSWORD },
            }),
          ),
        verify: async (count) => await verifications(hashless.port, members, count),
      },
    };
  };
  return {
    'as it ships': await subject('better-auth', ships),
    'cookie cache': await subject('better-auth, cookie cache', cached),
    'no hash': await subject('better-auth', hashless),
  };
}

const ORIGIN = { origin: `http://${HOST}` };

async function post(port: number, path: string, body: object, cookie = '') {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth${path}`, {
    method: 'POST',
    headers: { ...ORIGIN, 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 200) {
    throw new Error(`${path} answered ${answer.status} ${text}`);
  }
  const parsed: Record<string, unknown> = JSON.parse(text);
  return { body: parsed, cookie: cookiesOf(answer.headers) };
}

/** Registers people and turns their second factor on, through the API of better-auth. */
async function enrol(port: number): Promise<Member[]> {
  const emails = Array.from({ length: MEMBERS }, (_, index) => `member-${index}@example.com`);
  return await forEachOf(emails, async (email) => {
    const { cookie } = await post(port, '/sign-up/email', {
      name: email,
      email,
      password: PASSWORD,
    });
    const { body } = await post(port, '/two-factor/enable', { password: PASSWORD }, cookie);
    const secret = new URL(String(body['totpURI'])).searchParams.get('secret') ?? '';
    await post(port, '/two-factor/verify-totp', { code: totpCode(secret, Date.now()) }, cookie);
    return { email, secret };
  });
}

/** Its hash does not depend on the person, so one hash is used for all. */
async function giveRealHash(client: pg.Client, port: number): Promise<void> {
  await post(port, '/sign-up/email', { name: 'x', email: 'hash@example.com', password: PASSWORD });
  await client.query(
    `update account set password = (select a.password from account a join "user" u on u.id = a.user_id
       where u.email = 'hash@example.com')`,
  );
}

/** The cookies of `count` people after the first factor, made by the Worker without a hash. */
async function pending(port: number, members: readonly Member[], count: number) {
  const repeated = Array.from({ length: count }, (_, index) => members[index % members.length]);
  return await forEachOf(repeated, async (member) => {
    const credentials = { email: member?.email, password: PASSWORD };
    const { cookie } = await post(port, '/sign-in/email', credentials);
    return { cookie, code: totpCode(member?.secret ?? '', Date.now()) };
  });
}

async function verifications(port: number, members: readonly Member[], count: number) {
  const signIns = await pending(port, members, count);
  return signIns.map(({ cookie, code }) =>
    rawRequest({
      method: 'POST',
      path: '/api/auth/two-factor/verify-totp',
      headers: { ...ORIGIN, cookie },
      body: { code },
    }),
  );
}

async function signIn(port: number, hashlessPort: number, members: readonly Member[]) {
  const signIns = await pending(hashlessPort, members, members.length);
  return await forEachOf(signIns, async ({ cookie, code }) => {
    const answer = await post(port, '/two-factor/verify-totp', { code }, cookie);
    return answer.cookie;
  });
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

import type { Watchdog } from '../../dev/start-watchdog.ts';
import { startWorkerd, type Workerd } from '../workerd/start-workerd.ts';
import { plantPeople, plantTempTokens, type BenchPerson } from './people.ts';
import { cookiesOf, forEachOf, rawRequest, type Subject } from './subject.ts';

export interface OurParts {
  readonly name: string;
  /** The folder with `index.js`. */
  readonly folder: string;
  readonly stateFolder: string;
  readonly databaseUrl: string;
  readonly appEncKey: string;
  readonly watchdog: Watchdog;
}

interface BuiltConfig {
  readonly durable_objects: {
    readonly bindings: readonly { readonly name: string; readonly class_name: string }[];
  };
}

export const PASSWORD = 'quiet otters walk nine dogs';
const PEOPLE = 600;
const SESSIONS = 64;

/** Starts the production build in workerd; its bindings are read from the build. */
export async function startOurWorker(parts: OurParts): Promise<Workerd> {
  const text = readFileSync(join(parts.folder, 'wrangler.json'), 'utf8');
  const config: BuiltConfig = JSON.parse(text);
  return await startWorkerd({
    stateFolder: parts.stateFolder,
    path: '/api/health',
    watchdog: parts.watchdog,
    parts: {
      folder: parts.folder,
      vars: { DATABASE_URL: parts.databaseUrl, APP_ENC_KEY: parts.appEncKey },
      assets: 'ASSETS',
      objects: Object.fromEntries(
        config.durable_objects.bindings.map(({ name, class_name }) => [name, class_name]),
      ),
    },
  });
}

let nextAddress = 0;

/** A new network address, as the limiter counts addresses. */
function newAddress(): Record<string, string> {
  nextAddress += 1;
  const [high, low] = [nextAddress >> 16, nextAddress & 0xffff].map((part) => part.toString(16));
  return { 'cf-connecting-ip': `2001:db8:${high}:${low}::1` };
}

/** Our Worker, with people in the database, sixty-four of them signed in with both factors. */
export async function startOurs(
  parts: OurParts,
  client: pg.Client,
  passwordHash: string,
): Promise<Subject> {
  const workerd = await startOurWorker(parts);
  const { appEncKey } = parts;
  const people = await plantPeople(client, { count: PEOPLE, appEncKey, passwordHash });
  const sessions = await signIn(workerd.port, client, people.slice(0, SESSIONS));
  const asSignedIn = (path: string) => async () =>
    sessions.map((headers) => rawRequest({ path, headers }));
  return {
    name: parts.name,
    workerd,
    scenes: {
      me: asSignedIn('/api/auth/me'),
      status: asSignedIn('/api/auth/2fa/status'),
      login: async (count) =>
        Array.from({ length: count }, (_, index) =>
          rawRequest({
            method: 'POST',
            path: '/api/auth/login',
            headers: newAddress(),
            body: { email: people[index % people.length]?.email, password: PASSWORD },
          }),
        ),
      verify: async (count) => await verifications(client, people.slice(0, count)),
    },
  };
}

/** One request for each person, because a code can be used once: never more than there are people. */
async function verifications(client: pg.Client, people: readonly BenchPerson[]) {
  const bodies = await plantTempTokens(client, people);
  const path = '/api/auth/2fa/verify';
  return bodies.map((body) => rawRequest({ method: 'POST', path, headers: newAddress(), body }));
}

async function signIn(port: number, client: pg.Client, people: readonly BenchPerson[]) {
  const bodies = await plantTempTokens(client, people);
  return await forEachOf(bodies, async (body) => {
    const headers = newAddress();
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/2fa/verify`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) {
      throw new Error(`a sign-in answered ${answer.status} ${await answer.text()}`);
    }
    await answer.arrayBuffer();
    return { ...headers, cookie: cookiesOf(answer.headers) };
  });
}

export const newKey = () => randomBytes(32).toString('base64');

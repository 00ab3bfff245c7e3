import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

import { startDatabase, type LocalDatabase } from '../dev/database.ts';
import { makeTemporaryFolder } from '../dev/temporary-folder.ts';
import { makeSharedFixtures } from '../test/support/fixtures.ts';
import { startLoad, type Load } from './load/start-load.ts';
import { startBare } from './subjects/bare.ts';
import { startBetterAuth, type PeerKind } from './subjects/better-auth.ts';
import { buildAll, type Builds } from './subjects/build-all.ts';
import { newKey, startOurs } from './subjects/ours.ts';
import type { Subject } from './subjects/subject.ts';
import { HASH_OF_NOTHING } from './subjects/without-hash.ts';

export interface Subjects {
  readonly ours: Subject;
  /** The same build without its hash, to measure the cost of a sign-in without hashing. */
  readonly oursWithoutHash: Subject;
  readonly betterAuth: Readonly<Record<PeerKind, Subject>>;
  readonly bare: Subject;
}

/** What the questions share. */
export interface Context {
  readonly database: LocalDatabase;
  /** All files are written here; the folder is removed at the end. */
  readonly folder: string;
  readonly appEncKey: string;
  readonly peers: PeersDatabase;
  readonly load: Load;
  /** Built at the first call, like `subjects`. */
  builds(): Promise<Builds>;
  subjects(): Promise<Subjects>;
  say(line: string): void;
  stop(): Promise<void>;
}

interface PeersDatabase {
  /** Directly to PostgreSQL. */
  readonly ownerUrl: string;
  /** Over HTTP, for the Neon driver. */
  readonly neonUrl: string;
}

const PEERS_DATABASE = 'peers';

/** Starts a new PostgreSQL behind the Neon stand-in, and the process that makes the load. */
export async function openContext(say: (line: string) => void): Promise<Context> {
  const open = new AsyncDisposableStack();
  const folder = makeTemporaryFolder('bench');
  open.defer(() => rmSync(folder, { recursive: true, force: true }));
  say('starting PostgreSQL and the Neon stand-in …');
  const database = await startDatabase({ directory: join(folder, 'postgres') });
  open.defer(async () => await database.stop());
  database.watchdog.watchFolder(folder);
  const load = startLoad();
  open.defer(() => load.stop());
  const given = {
    database,
    folder,
    load,
    say,
    appEncKey: newKey(),
    peers: await createPeersDatabase(database),
  };
  const builds = once(async () => await buildAll(folder, say));
  const subjects = once(async () => {
    const all = await startSubjects(given, await builds());
    open.defer(async () => await stopSubjects(all));
    return all;
  });
  return { ...given, builds, subjects, stop: async () => await open.disposeAsync() };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return async () => await (made ??= make());
}

async function createPeersDatabase(database: LocalDatabase): Promise<PeersDatabase> {
  const ownerUrl = database.ownerUrl.replace(/\/[^/]+$/, `/${PEERS_DATABASE}`);
  const admin = new pg.Client({ connectionString: database.postgres.url() });
  await admin.connect();
  await admin.query(`create database ${PEERS_DATABASE} owner ${new URL(ownerUrl).username}`);
  await admin.end();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(readFileSync(join(import.meta.dirname, 'peers/schema.sql'), 'utf8'));
  await owner.end();
  return {
    ownerUrl,
    neonUrl: database.neonUrl.replace(/\/[^/]+$/, `/${PEERS_DATABASE}`),
  };
}

type Given = Pick<Context, 'database' | 'folder' | 'appEncKey' | 'peers' | 'say'>;

async function startSubjects(given: Given, builds: Builds): Promise<Subjects> {
  given.say('starting the Workers and signing people in …');
  const { database, folder, appEncKey, peers } = given;
  const { watchdog } = database;
  const { passwordHash } = await makeSharedFixtures(appEncKey);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  const peersOwner = new pg.Client({ connectionString: peers.ownerUrl });
  for (const client of [owner, peersOwner]) {
    client.on('error', () => {}); // the database is stopped before the client when something failed
    await client.connect();
  }
  const ourParts = { databaseUrl: database.appDatabaseUrl, appEncKey, watchdog };
  const peerParts = { databaseUrl: peers.neonUrl, watchdog };
  return {
    ours: await startOurs(
      {
        ...ourParts,
        name: 'Sallyport',
        folder: builds.ours,
        stateFolder: join(folder, 'state-ours'),
      },
      owner,
      passwordHash,
    ),
    oursWithoutHash: await startOurs(
      {
        ...ourParts,
        name: 'Sallyport',
        folder: builds.oursWithoutHash,
        stateFolder: join(folder, 'state-without-hash'),
      },
      owner,
      HASH_OF_NOTHING,
    ),
    betterAuth: await startBetterAuth(
      {
        ...peerParts,
        folder: builds.betterAuth,
        stateFolder: join(folder, 'state-better-auth'),
        secret: newKey(),
      },
      peersOwner,
    ),
    bare: await startBare({
      ...peerParts,
      folder: builds.bare,
      stateFolder: join(folder, 'state-bare'),
    }),
  };
}

async function stopSubjects({ ours, oursWithoutHash, betterAuth, bare }: Subjects): Promise<void> {
  for (const { workerd } of [ours, oursWithoutHash, ...Object.values(betterAuth), bare]) {
    await workerd.stop();
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod/mini';

import { variableNames } from '../../src/config.ts';
import { definedOnly, type Vars } from '../../dev/dev-vars.ts';
import type { Context, Variables } from './check.ts';
import { openDatabase, type Database } from './database.ts';
import { openSite, type Site } from './site.ts';
import { runProbe, type Probe } from './probe.ts';

export interface Options {
  /** The deployment; without one the stack that runs here. */
  readonly url?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly ownerUrl?: string | undefined;
  /** A file of variables. */
  readonly vars?: string | undefined;
  readonly signIn: boolean;
  /** Only the variables: nothing that runs here is looked for. */
  readonly configuration: boolean;
}

export interface Surroundings {
  readonly env: Vars;
  /** Where a stack that runs here would say so. */
  readonly localDir: string;
}

const Stack = z.object({
  app_url: z.string(),
  database_url: z.string(),
  app_database_url: z.string(),
});

type Stack = z.infer<typeof Stack>;

/**
 * Puts together what was asked for, what the environment holds and what runs on this machine. Nothing
 * is asked yet. Throws an Error with one sentence for options that make no sense.
 */
export function findContext(options: Options, surroundings: Surroundings): Context {
  const { env, localDir } = surroundings;
  const stack = looksHere(options) ? readStack(join(localDir, 'stack.json')) : null;
  const variables = readsVariables(options)
    ? readVariables(options.vars ?? '.dev.vars', env, stack)
    : null;
  const site = siteAt(options.url ?? stack?.app_url);
  const owner = databaseAt(options.ownerUrl, env['OWNER_DATABASE_URL'], stack && overHttp(stack));
  const set = variables ? variables.values : env;
  return {
    variables,
    site,
    owner,
    database: databaseAt(options.databaseUrl, set['DATABASE_URL']),
    probe: site && options.signIn ? probeOnce(site, owner) : null,
    isLocalStack: stack !== null,
  };
}

function looksHere({ url, configuration }: Options): boolean {
  return url === undefined && !configuration;
}

/** Those of this machine say nothing of a deployment elsewhere. */
function readsVariables({ url, vars }: Options): boolean {
  return url === undefined || vars !== undefined;
}

function siteAt(url: string | undefined): Site | null {
  if (url === undefined) {
    return null;
  }
  if (!/^https?:\/\/[^/]/.test(url)) {
    throw new Error(`--url must be a web address, not ${url}.`);
  }
  return openSite(url);
}

/** By the first of the addresses that there is. */
function databaseAt(...urls: readonly (string | null | undefined)[]): Database | null {
  const url = urls.find(Boolean);
  return url ? openDatabase(url) : null;
}

/** However many checks look at it, there is one sign-in. */
function probeOnce(site: Site, owner: Database | null): () => Promise<Probe> {
  let probing: Promise<Probe> | null = null;
  return async () => await (probing ??= runProbe(site, owner));
}

function readStack(file: string): Stack | null {
  return existsSync(file) ? Stack.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** The owner's connection string in stack.json is PostgreSQL's own; the stand-in for Neon is beside it. */
function overHttp({ database_url: owner, app_database_url: app }: Stack): string {
  const url = new URL(app);
  url.username = new URL(owner).username;
  return url.href;
}

/** The file, and over it what the environment says of the names it knows. */
function readVariables(file: string, env: Vars, stack: Stack | null): Variables {
  if (file !== '.dev.vars' && !existsSync(file)) {
    throw new Error(`There is no file ${file}.`);
  }
  const own = existsSync(file) ? definedOnly(parseEnv(readFileSync(file, 'utf8'))) : {};
  const surrounding = definedOnly(env);
  const known = [...variableNames, ...Object.keys(own)];
  const fromEnv = Object.fromEntries(
    known.flatMap((name) => {
      const value = surrounding[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  return {
    values: { ...own, ...fromEnv, ...(stack && { DATABASE_URL: stack.app_database_url }) },
    inFile: Object.keys(own),
    file,
  };
}

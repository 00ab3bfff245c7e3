import type { Context, Variables } from './check.ts';
import { openSite, type Fetch } from './site.ts';

/** A key like one that `openssl rand -base64 32` prints. */
export const GOOD_KEY = 'q83vEjRWeJq83u/+ASNFZ4mrze8QMlR2mLrc/hFDZYc=';

export const NOBODY: Context = {
  variables: null,
  site: null,
  database: null,
  owner: null,
  probe: null,
  isLocalStack: false,
};

/** A context of which only the variables are known, all of them from a file. */
export function withVariables(values: Record<string, string>): Context {
  const variables: Variables = { values, inFile: Object.keys(values), file: '.dev.vars' };
  return { ...NOBODY, variables };
}

/** A database that answers every statement with this one row. */
export function withDatabase(row: Record<string, unknown>): Context {
  const database = {
    place: 'app at db.example/x',
    query: async () => await Promise.resolve([row]),
  };
  return { ...NOBODY, database };
}

/** A deployment that answers as `send` does, at an address nobody has. */
export function withSite(send: Fetch, url = 'https://sallyport.example'): Context {
  return { ...NOBODY, site: openSite(url, send) };
}

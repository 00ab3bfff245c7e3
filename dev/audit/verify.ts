/** Checks the audit trail: `npm run audit:verify [-- --database-url … | --file …] [--heads …]`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import pg from 'pg';
import * as z from 'zod/mini';

import { verifyChain, type Verification } from '../../src/core/audit/chain/verify.ts';
import { readHeads, type Witness } from './heads.ts';
import { archivedMonths, findStray, readExport, readSeals } from './read-chain.ts';

const NOBODY: Witness = { heads: [], keys: [] };

/** Seals against each other, rows against seals, all of it against the heads, in one snapshot. */
export async function verifyDatabase(
  databaseUrl: string,
  witness: Witness = NOBODY,
): Promise<Verification> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const months = await archivedMonths(client);
    const verified = await verifyChain(readSeals(client), { ...witness, archivedMonths: months });
    return verified.finding ? verified : { ...verified, finding: await findStray(client) };
  } finally {
    await client.end();
  }
}

/** The same for an export, without any connection. A `whole` one must reach the newest head. */
export async function verifyFile(
  file: string,
  witness: Witness = NOBODY,
  { whole = false }: { whole?: boolean } = {},
): Promise<Verification> {
  const months = new Set<string>();
  // Seals between those of the month whose own month was archived before have no text here either.
  const seals = (async function* () {
    for await (const seal of readExport(file)) {
      if (seal.canonical === null) {
        months.add(seal.occurredAt.slice(0, 'YYYY-MM'.length));
      }
      yield seal;
    }
  })();
  return await verifyChain(seals, { ...witness, archivedMonths: months, isPart: !whole });
}

const Stack = z.object({ app_url: z.string(), database_url: z.string() });

/** Where a stack on this machine says it is. */
function localStack() {
  const file = join(
    process.env['LOCAL_DIR'] ?? join(import.meta.dirname, '../../.local'),
    'stack.json',
  );
  return existsSync(file) ? Stack.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

function describe({ finding, seals, archived, heads }: Verification): string {
  const looked = `${seals} seals, ${archived} of them archived, ${heads} published heads agree`;
  if (!finding) {
    return `The audit trail is whole: ${looked}.\n`;
  }
  const { kind, seq, logId, detail } = finding;
  const place = [seq === null ? '' : `seal ${seq}`, logId === null ? '' : `row ${logId}`];
  return `${kind.toUpperCase()} at ${place.filter(Boolean).join(', ')}. ${detail}\n(${looked} before it)\n`;
}

const OPTIONS = {
  'database-url': { type: 'string' },
  file: { type: 'string' },
  whole: { type: 'boolean', default: false },
  heads: { type: 'string' },
  'public-key': { type: 'string' },
} as const;

async function main() {
  const given = parseArgs({ options: OPTIONS }).values;
  const { file } = given;
  const verified = file === undefined ? await ofDatabase(given) : await ofFile(file, given);
  process.stdout.write(describe(verified));
  process.exitCode = verified.finding ? 1 : 0;
}

interface Given {
  readonly 'database-url'?: string | undefined;
  readonly heads?: string | undefined;
  readonly 'public-key'?: string | undefined;
  readonly whole: boolean;
}

async function ofFile(file: string, given: Given): Promise<Verification> {
  return await verifyFile(file, await witnessFrom(given.heads ?? null, given['public-key']), given);
}

async function ofDatabase(given: Given): Promise<Verification> {
  const own = given['database-url'] ?? process.env['DATABASE_URL'];
  const stack = own === undefined ? localStack() : null;
  const heads = given.heads ?? (stack && `${stack.app_url}/.well-known/audit-heads`);
  const witness = await witnessFrom(heads, given['public-key']);
  return await verifyDatabase(own ?? stack?.database_url ?? noPlace(), witness);
}

async function witnessFrom(heads: string | null, publicKey?: string): Promise<Witness> {
  if (heads !== null) {
    return await readHeads(heads, publicKey);
  }
  process.stderr.write('Without --heads, what was cut off or rewritten as a whole is not seen.\n');
  return NOBODY;
}

function noPlace(): never {
  throw new Error('Say --database-url or --file, or start the stack with npm start.');
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

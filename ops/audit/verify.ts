/** Checks the audit trail: `npm run audit:verify [-- --database-url … | --file … [--archive]] [--heads … | --without-heads]`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import pg from 'pg';
import * as z from 'zod/mini';

import { statedArchives } from '../../src/core/audit/chain/archive.ts';
import { statedGone } from '../../src/core/audit/chain/erasure.ts';
import type { Seal } from '../../src/core/audit/chain/finding.ts';
import {
  NOTHING_STATED,
  verifyChain,
  type Stated,
  type Verification,
  type Witness,
} from '../../src/core/audit/chain/verify.ts';
import { checkEnd, reportOfEnd } from './check-end.ts';
import { readHeads } from './heads.ts';
import { findErasedLiving, findStray, listArchives, readExport, readSeals } from './read-chain.ts';

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
    const listed = await listArchives(client);
    const verified = await verifyChain(readSeals(client), { ...witness, listed });
    const finding =
      verified.finding ?? (await findStray(client)) ?? (await findErasedLiving(client));
    return { ...verified, finding };
  } finally {
    await client.end();
  }
}

interface FileOptions {
  /** It must begin with the first seal and reach the newest head. */
  readonly whole?: boolean;
  /** By a later part: what lies between this one's rows may be archived too, and its people be gone. */
  readonly stated?: Stated;
}

/**
 * The same for an export, without any connection. Texts and details are missing only where a row explains
 * it, in the file itself or `stated` by a later one; the file's own gaps explain nothing.
 */
export async function verifyFile(
  file: string,
  witness: Witness = NOBODY,
  { whole = false, stated = NOTHING_STATED }: FileOptions = {},
): Promise<Verification> {
  return await verifyChain(readExport(file), { ...witness, stated, isPart: !whole });
}

/**
 * What the rows of a file state of archived months and of people who are gone, beside what was known
 * from still later ones. Throws an Error unless the file is verified, heads and all.
 */
export async function statedIn(
  file: string,
  witness: Witness,
  known: Stated = NOTHING_STATED,
): Promise<Stated> {
  const { seals, stated } = listening(readExport(file), known);
  const verified = await verifyChain(seals, { ...witness, stated: known, isPart: true });
  const { text, isGood } = reportOf(verified, { without: witness.heads.length === 0 });
  if (!isGood) {
    throw new Error(`${file} explains nothing. ${text}`);
  }
  return stated;
}

/** The same seals, and what their rows state, which counts once all of them were verified. */
export function listening(from: AsyncIterable<Seal>, { archives, gone }: Stated = NOTHING_STATED) {
  const stated = { archives: [...archives], gone: [...gone] };
  const seals = (async function* () {
    for await (const seal of from) {
      stated.archives.push(...statedArchives(seal));
      stated.gone.push(...statedGone(seal));
      yield seal;
    }
  })();
  return { seals, stated };
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

/** What to say of it. Good is only what was held against heads, or was not meant to be. */
export function reportOf(
  { finding, seals, archived, heads }: Verification,
  { without }: { readonly without: boolean },
): { readonly text: string; readonly isGood: boolean } {
  const looked = `${seals} seals, ${archived} of them archived, ${heads} published heads agree`;
  if (finding) {
    const { kind, seq, logId, detail } = finding;
    const place = [seq === null ? '' : `seal ${seq}`, logId === null ? '' : `row ${logId}`];
    const at = place.filter(Boolean).join(', ');
    const text = `${kind.toUpperCase()}${at && ` at ${at}`}. ${detail}\n(${looked} before it)\n`;
    return { text, isGood: false };
  }
  if (heads > 0) {
    return { text: `The audit trail is whole: ${looked}.\n`, isGood: true };
  }
  return {
    text:
      `NOT CONFIRMED. The seals fit each other, but no published head was held against them: ` +
      `whether all of it was rewritten, or the newest cut off, is not known.\n(${looked})\n` +
      (without
        ? ''
        : 'Give heads of that time with --heads, or ask for this with --without-heads.\n'),
    isGood: without,
  };
}

const OPTIONS = {
  'database-url': { type: 'string' },
  file: { type: 'string' },
  /** A file of audit:archive, which has no end line. */
  archive: { type: 'boolean', default: false },
  whole: { type: 'boolean', default: false },
  'archived-by': { type: 'string', multiple: true },
  heads: { type: 'string' },
  'without-heads': { type: 'boolean', default: false },
  'public-key': { type: 'string' },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

async function main() {
  const given = parseArgs({ options: OPTIONS }).values;
  const { file } = given;
  const { text, isGood } =
    file === undefined ? report(await ofDatabase(given), given) : await reportOfFile(file, given);
  process.stdout.write(text);
  process.exitCode = isGood ? 0 : 1;
}

const report = (verified: Verification, given: Given) =>
  reportOf(verified, { without: given['without-heads'] });

/** By its last line first: of a file that is not whole, what is there proves nothing about the rest. */
async function reportOfFile(file: string, given: Given) {
  const checked = given.archive ? null : await checkEnd(file);
  if (checked && (checked.fault !== null || checked.holdsEvents)) {
    const { text, isGood } = reportOfEnd(checked);
    const hint = checked.end ? '' : 'A file of audit:archive has no such line: say --archive.\n';
    return { text: `${text}${hint}`, isGood };
  }
  return report(await ofFile(file, given), given);
}

async function ofFile(file: string, given: Given): Promise<Verification> {
  const witness = await witnessFrom(given.heads ?? null, given);
  let stated = NOTHING_STATED;
  for (const later of given['archived-by'] ?? []) {
    stated = await statedIn(later, witness, stated);
  }
  return await verifyFile(file, witness, { whole: given.whole, stated });
}

async function ofDatabase(given: Given): Promise<Verification> {
  const own = given['database-url'] ?? process.env['DATABASE_URL'];
  const stack = own === undefined ? localStack() : null;
  const heads = given.heads ?? (stack && `${stack.app_url}/.well-known/audit-heads`);
  const witness = await witnessFrom(heads, given);
  return await verifyDatabase(own ?? stack?.database_url ?? noPlace(), witness);
}

async function witnessFrom(heads: string | null, given: Given): Promise<Witness> {
  return heads === null || given['without-heads']
    ? NOBODY
    : await readHeads(heads, given['public-key']);
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

/** Opens one sealed row and says whether it round-trips: `npm run decrypt-test`. What was sealed is never printed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import pg from 'pg';

import { loadConfig } from '../src/config.ts';
import { totpContext } from '../src/core/factors/check-factor.ts';
import { createVault, type Vault } from '../src/core/vault/vault.ts';
import { equalBytes } from '../src/platform/crypto/constant-time.ts';
import { keyIdOf } from '../src/platform/crypto/derive.ts';
import { parseSealed } from '../src/platform/crypto/sealed.ts';
import { systemRandom } from '../src/platform/random.ts';

interface SealedRow {
  readonly id: string;
  readonly sealed: string;
}

const COLUMN = 'users.two_factor_secret_encrypted';
const ANOTHER_ROW = '00000000-0000-7000-8000-000000000000';

/** The environment comes first. Missing values are taken from the stack that `npm start` runs here. */
function variables(): Record<string, string | undefined> {
  const file = join(process.env['LOCAL_DIR'] ?? '.local', 'stack.json');
  const stack: { database_url?: string } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : {};
  const own = existsSync('.dev.vars') ? parseEnv(readFileSync('.dev.vars', 'utf8')) : {};
  return {
    DATABASE_URL: process.env['DATABASE_URL'] ?? stack.database_url,
    APP_ENC_KEY: process.env['APP_ENC_KEY'] ?? own['APP_ENC_KEY'],
  };
}

/** The secret that was sealed last. */
async function newestRow(databaseUrl: string): Promise<SealedRow | null> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<SealedRow>(
      `select id, two_factor_secret_encrypted as sealed from users
       where two_factor_secret_encrypted is not null
       order by two_factor_enrolled_at desc nulls last, id desc limit 1`,
    );
    return rows[0] ?? null;
  } finally {
    await database.end();
  }
}

/** Null when the row opens as it should, in its own place alone; otherwise what is wrong. */
async function whatFails(vault: Vault, { id, sealed }: SealedRow, keyId: string) {
  const found = parseSealed(sealed)?.keyId;
  if (found !== keyId) {
    return `sealed under key ${found ?? 'of no known form'}, and APP_ENC_KEY is key ${keyId}`;
  }
  const context = totpContext(id);
  const opened = await vault.open('totp-secret', context, sealed);
  if (!opened) {
    return `does not open with key ${keyId}: it was changed or belongs to another row`;
  }
  const again = await vault.open(
    'totp-secret',
    context,
    await vault.seal('totp-secret', context, opened),
  );
  if (!again || !equalBytes(opened, again)) {
    return `sealed again under key ${keyId} it opens to something else`;
  }
  const elsewhere = await vault.open('totp-secret', totpContext(ANOTHER_ROW), sealed);
  return elsewhere ? 'opens in another row, too' : null;
}

async function main(): Promise<string> {
  const config = loadConfig(variables());
  if (!config.ok) {
    const names = (config.fields ?? []).map(({ path }) => path).join(', ');
    throw new Error(`absent or malformed: ${names}. Set it, or run npm start first.`);
  }
  const { DATABASE_URL: databaseUrl, APP_ENC_KEY: appEncKey } = config.value;
  const row = await newestRow(databaseUrl.expose());
  if (!row) {
    throw new Error(`no row of ${COLUMN} is sealed yet: turn on two-factor sign-in first`);
  }
  const keyId = await keyIdOf(appEncKey.expose());
  const failure = await whatFails(createVault(appEncKey, systemRandom), row, keyId);
  if (failure) {
    throw new Error(`${COLUMN} of ${row.id} ${failure}`);
  }
  return `${COLUMN} of ${row.id}: opened with key ${keyId}, sealed again, opened again: the same. ok`;
}

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  process.stderr.write(`NOT ok: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

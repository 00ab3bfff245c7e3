import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The Worker's variables and secrets; null or undefined stands for "not set". */
export type Vars = Record<string, string | null | undefined>;

/** The developer's own values, beside wrangler.toml. */
export const DEV_VARS_FILE = join(import.meta.dirname, '../.dev.vars');

/** Reads the developer's values; a file with a fresh key is written when there is none. */
export function readDevVars(file = DEV_VARS_FILE): Record<string, string> {
  if (!existsSync(file)) {
    const key = randomBytes(32).toString('base64');
    const note = '# Made by npm start for this machine alone. See .dev.vars.example for the rest.';
    writeFileSync(file, `${note}\nAPP_ENC_KEY=${key}\n`, { mode: 0o600, flag: 'wx' });
  }
  return definedOnly(parseEnv(readFileSync(file, 'utf8')));
}

/** Without the names that are not set. */
export function definedOnly(vars: Vars): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vars).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value]],
    ),
  );
}

import { generateKeyPairSync, randomBytes } from 'node:crypto';
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
    const keys = JSON.stringify({ keys: [newSigningKey()] });
    const note = '# Made by npm start for this machine alone. See .dev.vars.example for the rest.';
    writeFileSync(file, `${note}\nAPP_ENC_KEY=${key}\nACCESS_TOKEN_KEYS=${keys}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  }
  return definedOnly(parseEnv(readFileSync(file, 'utf8')));
}

/** A private P-256 key as a JWK, for service tokens. */
export function newSigningKey(kid = `k${Date.now().toString(36)}`) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y, d } = privateKey.export({ format: 'jwk' });
  return { kty, crv, kid, x, y, d };
}

/** Without the names that are not set. */
export function definedOnly(vars: Vars): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vars).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value]],
    ),
  );
}

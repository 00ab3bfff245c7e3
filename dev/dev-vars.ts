import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The Worker's variables and secrets; null or undefined stands for "not set". */
export type Vars = Record<string, string | null | undefined>;

/** The developer's own values, beside wrangler.toml. */
const DEV_VARS_FILE = join(import.meta.dirname, '../.dev.vars');

const NOTE = '# Made by npm start for this machine alone. See .dev.vars.example for the rest.';

/** Reads the developer's values. What the Worker cannot start without, and they have not set, is made and kept. */
export function readDevVars(file = DEV_VARS_FILE): Record<string, string> {
  const own = existsSync(file) ? definedOnly(parseEnv(readFileSync(file, 'utf8'))) : {};
  const made = Object.entries({
    APP_ENC_KEY: () => randomBytes(32).toString('base64'),
    ACCESS_TOKEN_KEYS: () => JSON.stringify({ keys: [newSigningKey()] }),
  })
    .filter(([name]) => !own[name])
    .map(([name, make]) => [name, make()] as const);
  if (made.length > 0) {
    const lines = [NOTE, ...made.map(([name, value]) => `${name}=${value}`)];
    appendFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  }
  return { ...own, ...Object.fromEntries(made) };
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

// npm run keys: a new signing key for ACCESS_TOKEN_KEYS. npm run token -- --scope alerts:send: a token.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { importJWK, SignJWT, type JWK } from 'jose';

import { AUDIENCE, ISSUER, scopes } from '../src/core/access-tokens/access-token.ts';
import { accessTokenLimits } from '../src/core/access-tokens/limits.ts';
import { newSigningKey, readDevVars } from '../dev/dev-vars.ts';

interface Wanted {
  readonly scope: string;
  readonly name?: string;
  readonly seconds?: number;
}

/** A token signed with the first key of the set: ES256, at most fifteen minutes. */
export async function mintToken(keySet: string, wanted: Wanted): Promise<string> {
  const { keys }: { keys: (JWK & { kid: string })[] } = JSON.parse(keySet);
  const [key] = keys;
  if (!key) {
    throw new Error('ACCESS_TOKEN_KEYS holds no key');
  }
  const now = Math.floor(Date.now() / 1000);
  return await new SignJWT({ scope: wanted.scope })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .setSubject(wanted.name ?? 'local')
    .setAudience(AUDIENCE)
    .setIssuer(ISSUER)
    .setIssuedAt(now)
    .setExpirationTime(now + (wanted.seconds ?? accessTokenLimits.maxLifetimeSeconds))
    .sign(await importJWK(key, 'ES256'));
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { scope: { type: 'string' }, name: { type: 'string' } },
  });
  if (positionals[0] === 'keys') {
    process.stdout.write(`ACCESS_TOKEN_KEYS=${JSON.stringify({ keys: [newSigningKey()] })}\n`);
    return 0;
  }
  const keySet = process.env['ACCESS_TOKEN_KEYS'] ?? readDevVars()['ACCESS_TOKEN_KEYS'];
  const isKnown = scopes.some((scope) => scope === values.scope);
  if (!keySet || !values.scope || !isKnown) {
    process.stderr.write(
      `Usage: npm run token -- --scope ${scopes.join(' | ')} [--name NAME]\nIt signs with ACCESS_TOKEN_KEYS of the environment or of .dev.vars; npm run keys makes one.\n`,
    );
    return 1;
  }
  const { name } = values;
  process.stdout.write(
    `${await mintToken(keySet, { scope: values.scope, ...(name && { name }) })}\n`,
  );
  return 0;
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await run();
}

/** Makes the one-time token of the first ADMIN: `npm run admin:bootstrap [-- --force] [-- --url https://…]`. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import * as z from 'zod/mini';

import { connectAsOwner } from '../migrations/owner.ts';

/** What `npm start` writes about itself. */
const Stack = z.object({
  app_url: z.string(),
  database_url: z.string(),
  neon_http_url: z.string(),
});

const LIFETIME_SECONDS = 60 * 60;

export interface BootstrapOptions {
  /** The owner's connection string; the Worker cannot make such a token. */
  readonly databaseUrl: string;
  /** Even while there is an ADMIN, such as one who lost both factors. */
  readonly force?: boolean;
}

/**
 * A token that makes its holder an ADMIN once, within the hour; one that was open until now is worth
 * nothing any more. Only its hash is stored. One statement. Null while there is an ADMIN.
 */
export async function makeBootstrapToken({
  databaseUrl,
  force = false,
}: BootstrapOptions): Promise<string | null> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const run = connectAsOwner(databaseUrl);
  const made = await run(
    `with wanted as (
       select 1 where $3::boolean or not exists (
         select from users where 'ADMIN' = any(roles) and status <> 'leaving')
     ), ended as (
       update auth_bootstrap_tokens set consumed_at = now() from wanted where consumed_at is null
       returning id
     ), made as (
       insert into auth_bootstrap_tokens (token_hash, created_at, expires_at)
       select $1, now(), now() + make_interval(secs => $2)
       from wanted, (select count(*) from ended) as ended_first
       returning id
     ), audited as (
       insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
         target_type, target_id, ip, user_agent, trace_id, metadata)
       select gen_random_uuid(), now(), 'admin.bootstrap_started', 'success', 'anonymous', null,
         null, null, 'unknown', 'admin:bootstrap', $4, jsonb_build_object('force', $3::boolean)
       from made
     )
     select id from made`,
    [tokenHash, LIFETIME_SECONDS, force, randomBytes(16).toString('hex')],
  );
  return made.length === 1 ? token : null;
}

/** The database DATABASE_URL names, or that of the stack which runs on this machine. */
function whereTo(): { databaseUrl: string; appUrl: string } {
  const databaseUrl = process.env['DATABASE_URL'] ?? '';
  if (databaseUrl !== '') {
    return { databaseUrl, appUrl: '' };
  }
  const file = join(process.env['LOCAL_DIR'] ?? '.local', 'stack.json');
  if (!existsSync(file)) {
    throw new Error(
      "DATABASE_URL is not set: it must be the owner's connection string. Or run npm start first.",
    );
  }
  const stack = Stack.parse(JSON.parse(readFileSync(file, 'utf8')));
  const overHttp = new URL(stack.database_url);
  overHttp.port = new URL(stack.neon_http_url).port;
  return { databaseUrl: overHttp.href, appUrl: stack.app_url };
}

async function main() {
  const { values } = parseArgs({
    options: { force: { type: 'boolean', default: false }, url: { type: 'string', default: '' } },
  });
  const { databaseUrl, appUrl } = whereTo();
  const token = await makeBootstrapToken({ databaseUrl, force: values.force });
  if (token === null) {
    throw new Error('There is an ADMIN already. Use --force to make another one all the same.');
  }
  process.stdout.write(
    `Open this within an hour, once, and choose a password:\n${values.url || appUrl}/claim-admin?token=${token}\n`,
  );
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

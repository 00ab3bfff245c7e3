/** `npm run doctor [-- --url https://…]`: what is wrong with a configuration or a deployment, and how to fix it. */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { examineAll } from './check.ts';
import { checks } from './checks.ts';
import { findContext } from './find-context.ts';
import { asJson, describe, isSound, placesOf } from './report.ts';

const OPTIONS = {
  url: { type: 'string' },
  'database-url': { type: 'string' },
  'owner-url': { type: 'string' },
  vars: { type: 'string' },
  'sign-in': { type: 'boolean', default: false },
  configuration: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

async function main() {
  const { values: given } = parseArgs({ options: OPTIONS });
  const context = findContext(
    {
      url: given.url,
      databaseUrl: given['database-url'],
      ownerUrl: given['owner-url'],
      vars: given.vars,
      signIn: given['sign-in'],
      configuration: given.configuration,
    },
    {
      env: process.env,
      localDir: process.env['LOCAL_DIR'] ?? join(import.meta.dirname, '../../.local'),
    },
  );
  const findings = await examineAll(checks, context);
  const places = placesOf(context);
  const colours = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(given.json ? asJson(findings, places) : describe(findings, places, colours));
  process.exitCode = isSound(findings) ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});

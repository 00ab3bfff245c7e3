import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, inject, test } from 'vitest';

const run = promisify(execFile);

const read = (guide: string) =>
  readFileSync(new URL(`../../docs/${guide}`, import.meta.url), 'utf8');

function blocksOf(guide: string, language: string): string[] {
  const fences = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g');
  return [...read(guide).matchAll(fences)].map(([, text = '']) => text);
}

const OWN_ROLE = 'sallyport_app_of_the_guide';

const statements = ['deployment.md', 'incidents.md'].flatMap((guide) =>
  blocksOf(guide, 'sql').flatMap((block) =>
    block
      .split(/;\s*$/m)
      .map((statement) => statement.trim())
      .filter(Boolean)
      .map((statement) => [guide, statement] as const),
  ),
);

test.each(statements)('%s: the owner can run %s', async (_, statement) => {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query('begin');
    // A role that the owner made, as the guide says, but another than this stack's; nobody is thrown out.
    const asked = statement
      .replaceAll('sallyport_app', OWN_ROLE)
      .replace('pg_terminate_backend(pid)', 'pid');
    if (!asked.startsWith('create role')) {
      await client.query(`create role ${OWN_ROLE} login in role sallyport_worker`);
    }
    await client.query(asked);
  } finally {
    await client.query('rollback');
    await client.end();
  }
  expect(statements.length).toBeGreaterThan(15);
});

test('the smoke check of a deployment passes on this stack', async () => {
  const [smoke = ''] = blocksOf('deployment.md', 'sh');
  const script = smoke.replace('URL=https://sallyport.example', `URL=${inject('appUrl')}`);
  const { stdout } = await run('bash', ['-c', script]);
  expect(stdout).toContain('"ok":true');
  expect(stdout).toContain('"checked_at"');
  expect(stdout.toLowerCase()).toContain('strict-transport-security');
  expect(stdout).toContain('{"openapi":"3.1.0"');
  expect(stdout).toContain('"error_code":"NOT_AUTHENTICATED"');
});

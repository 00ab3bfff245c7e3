import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { inject, expect, test } from 'vitest';

import { examineAll } from '../../ops/doctor/check.ts';
import { checks } from '../../ops/doctor/checks.ts';
import { openDatabase } from '../../ops/doctor/database.ts';
import { openSite } from '../../ops/doctor/site.ts';
import { runProbe } from '../../ops/doctor/probe.ts';
import { ownerDatabase } from '../support/stack.ts';

const owner = ownerDatabase();

/** The command loads the whole product; on a busy machine that takes its time. */
const SLOW = { timeout: 240_000 };

function neonUrl(role: string): string {
  const url = new URL(inject('databaseUrl'));
  url.username = role;
  url.password = 'local';
  url.port = new URL(inject('neonHttpUrl')).port;
  return url.href;
}

test('the doctor finds no blocker on a sound stack and deletes its throw-away account', async () => {
  const site = openSite(inject('appUrl'));
  const asOwner = openDatabase(neonUrl('sallyport_owner'));
  const probing = runProbe(site, asOwner);
  const findings = await examineAll(checks, {
    variables: null,
    site,
    owner: asOwner,
    database: openDatabase(neonUrl('sallyport_app')),
    probe: async () => await probing,
    isLocalStack: false,
  });
  expect(findings.filter(({ result }) => result === 'blocker')).toEqual([]);
  const ids = (result: string) =>
    findings.filter((seen) => seen.result === result).map(({ id }) => id);
  expect(ids('ok')).toContain('cookies');
  expect(ids('could-not-check')).toEqual([
    'variables',
    'encryption-key',
    'unknown-variables',
    'wanted-variables',
    'outside-services',
  ]);
  expect(await owner.rows("select 1 from users where email like 'doctor-%'")).toEqual([]);
});

test("without the owner's role, the throw-away account requests its own deletion", async () => {
  const probe = await runProbe(openSite(inject('appUrl')), null);
  expect(probe).toMatchObject({ signedIn: true, cleanUp: expect.stringContaining('fourteen') });
  await owner.rows("delete from users where email like 'doctor-%'");
});

/** Runs the command as a person does; the environment is given, nothing else is inherited but the path. */
async function doctor(args: readonly string[], env: Record<string, string>) {
  const script = join(import.meta.dirname, '../../ops/doctor/doctor.ts');
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; out: string }>();
  const child = execFile(
    process.execPath,
    [script, ...args],
    { env: { PATH: process.env['PATH'], ...env } },
    (_, stdout, stderr) => resolve({ code: child.exitCode, out: stdout + stderr }),
  );
  return await promise;
}

test(
  'the command ends with 0 where nothing stands in the way, and prints no secret',
  SLOW,
  async () => {
    const url = ['--url', inject('appUrl'), '--json'];
    const { code, out } = await doctor(url, { DATABASE_URL: neonUrl('sallyport_app') });
    expect(JSON.parse(out)).toMatchObject({ ok: true });
    expect(code).toBe(0);
    expect(out).not.toContain('local@');
  },
);

test(
  'the command ends with 1 at a blocker, and with 2 when it is not understood',
  SLOW,
  async () => {
    const url = ['--url', inject('appUrl')];
    const { code, out } = await doctor(url, { DATABASE_URL: neonUrl('sallyport_owner') });
    expect(out).toMatch(/Blockers \(\d\)\n {2}✗ role-powers/);
    expect(code).toBe(1);
    expect((await doctor(['--nonsense'], {})).code).toBe(2);
  },
);

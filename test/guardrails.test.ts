import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { Repository } from './support/repository.ts';

let repository = new Repository();

beforeEach(async () => {
  repository = await new Repository().begin();
});

afterEach(() => repository.end());

const run = async (script: string) => await repository.run(`bash scripts/${script}.sh`);

describe.each(['no-supabase-edge', 'no-sensitive-logs', 'no-workflow-files'])('%s', (script) => {
  test('prints its rule and the number of files, and exits with 0 when it finds nothing', async () => {
    const { status, text } = await run(script);
    expect(text).toMatch(/look(s for|s at)/);
    expect(text).toMatch(/read \d+ files.*, found nothing/);
    expect(status).toBe(0);
  });

  test('fails outside a repository', async () => {
    const { status } = await repository.run(`rm -rf .git && bash scripts/${script}.sh`);
    expect(status).not.toBe(0);
  });
});

test('this repository passes all three guards', async () => {
  const here = new URL('..', import.meta.url).pathname;
  const { status, text } = await repository.run(
    `cd '${here}' && git config --global --add safe.directory '*' && for one in no-supabase-edge no-sensitive-logs no-workflow-files; do bash scripts/$one.sh || exit 1; done`,
  );
  expect([text, status]).toEqual([expect.stringContaining('found nothing'), 0]);
});

describe('no-supabase-edge', () => {
  test.each([
    ['web/c.ts', "import { createClient } from '@supabase/supabase-js';"],
    ['web/c.ts', "await client.functions.invoke('verify-2fa', {});"],
    ['src/c.ts', 'await fetch(`${base}/functions/v1/verify`);'],
    ['web/c.tsx', "import { ClerkProvider } from '@clerk/clerk-react';"],
    ['web/c.tsx', "import { Auth0Provider } from '@auth0/auth0-react';"],
    ['web/c.ts', "import { getAuth } from 'firebase/auth';"],
    ['package.json', '{ "dependencies": { "firebase": "1.0.0" } }'],
  ])('finds in %s: %s', async (file, line) => {
    repository.write(file, `${line}\n`);
    const { status, text } = await run('no-supabase-edge');
    expect([status, text]).toEqual([1, expect.stringContaining(`${file}:1:`)]);
  });

  test.each([
    ['docs/history.md', 'It replaced Supabase edge functions.'],
    ['web/c.ts', 'const functions = { invoke: 1 }; // the clerk at the desk'],
    ['src/c.ts', "fetch('/v1/functions'); const firebaseless = true;"],
  ])('reports nothing in %s: %s', async (file, line) => {
    repository.write(file, `${line}\n`);
    expect(await run('no-supabase-edge')).toMatchObject({ status: 0 });
  });
});

const SILENT = [
  "console.log('the password was wrong');",
  'console.log(`no token for ${traceId}`);',
  'log.write({ trace_id, route, status, error_code: code_count });',
  'log.write({ tokenHash, sealedSecret, statusCode, errorCode, backupCodeCount, tokenId });',
  'log.write(line); sign(password);',
  'blog.write(password2x); dialog.rewrite(token);',
  'console.log(encode(value), decoder, codec); // password',
  'const password = 1; /* console.log */ login(password);',
  'log?.write({ requestId, headersCount, urlHash });',
  'const { log } = parts; const log = site.log; run({ log: consoleLog, password });',
  "const text = 'in the console, log[0]'; // console",
  'log.write({ ratio: a / b, c: d / e }); sign(password);',
  "log.write({ a: `${x.replace(/`/g, '')} password` }); sign(password);",
  'export const consoleLog: Log = {\n  write: (line) => {\n    console.log(JSON.stringify(line));\n  },\n};',
];

const CHATTY = [
  'console.log(password);',
  "console.error('failed for', user.phone);",
  'log.write({ trace_id: traceId, temp_token: token });',
  'c.env.log.write({ backupCode });',
  'console.log(`sent ${otp} to them`);',
  "console.info({ 'authorization': value });",
  "console.debug(body['secret']);",
  'process.stdout.write(String(apiKey));',
  'console.warn(secret.expose());',
  'log.write({\n  status: 200,\n  // a comment\n  cookie: headers.get(name),\n});',
  'console.log(`${`${totpCode}`}`);',
  "console.log(format(')'), password);",
  'consoleLog.write({ email });',
  'log?.write({ password });',
  'log!.write?.({ password });',
  'log\n  .write({ password });',
  'log . write ({ password });',
  'log.write<T>({ password });',
  'log.write.call(log, { password });',
  'console\n  // a comment\n  .log(password);',
  "log.write({ a: x.replace(/'/g, ''), password, b: 'x' });",
  "log.write({ a: x.match(/[/'(]/), password, b: 'x' });",
  "const f = () => /'/.test(x); log.write({ password, b: 'x' });",
  'const half = a / b; const c = d / e; log.write({ password });',
  'if (x) return /`/.test(y);\nlog.write({ password });',
  "const text = <p>Don’t, don't</p>;\nlog.write({ password });",
  'log.write({ body, headers: request.headers });',
  'c.env.log.write({ trace_id: c.var.traceId, body: admitted.bodyText } as never);',
  'log.write({ httpHeaders });',
  'log.write({ request });',
  'log.write({ url: c.req.url });',
  'log.write(process.env);',
  'log.write({ passcode });',
  'log.write({ otpauth });',
  'log.write({ otpauthUrl });',
  'log.write({ mnemonic });',
  'log.write({ DATABASE_URL });',
  'log.write({ connectionString });',
  'log.write({ passwordId });',
  'log.write({ passwordHash });',
];

describe('no-sensitive-logs', () => {
  test.each(CHATTY)('finds %s', async (code) => {
    repository.write('src/c.ts', `${code}\n`);
    const { status, text } = await run('no-sensitive-logs');
    expect([status, text]).toEqual([1, expect.stringMatching(/src\/c\.ts:\d: /)]);
  });

  test('names the line where the name stands, not where the call begins', async () => {
    repository.write('src/c.ts', '\nlog.write({\n  status,\n  password,\n});\n');
    expect((await run('no-sensitive-logs')).text).toContain('src/c.ts:4: password');
  });

  test.each(SILENT)('reports nothing in %s', async (code) => {
    repository.write('src/c.ts', `${code}\n`);
    expect(await run('no-sensitive-logs')).toMatchObject({ status: 0 });
  });
});

describe('no-sensitive-logs, of any other way to a logger', () => {
  test.each([
    "console['log'](password);",
    "console?.['log'](line);",
    'const say = console;',
    'const say = console.log;',
    'const { log: say } = console;',
    'lines.forEach(console.log);',
    "log['write'](line);",
    'const write = log.write;',
    'const { write } = log;',
    'const {\n  write: say,\n} = c.env.log;',
    'const say = c.env.log;',
    'const { log: say, random } = parts;',
    'const f = ({ log: say }: Parts = none) => say;',
    'const say = process.stdout.write;',
  ])('refuses another way to a logger: %s', async (code) => {
    repository.write('src/c.ts', `${code}\n`);
    const { status, text } = await run('no-sensitive-logs');
    expect([status, text]).toEqual([1, expect.stringMatching(/src\/c\.ts:\d: another way/)]);
  });

  test('names the line of another way to a logger, behind calls and comments of many lines', async () => {
    repository.write(
      'src/c.ts',
      '/* one\n two */\nlog\n  .write({\n    status,\n  });\nconst { write } = log;\n',
    );
    expect((await run('no-sensitive-logs')).text).toContain('src/c.ts:7: another way');
  });
});

describe('no-workflow-files', () => {
  const FILE = '.github/workflows/ci.yml';

  test('finds a file that is not added, and one that is ignored', async () => {
    repository.write('.gitignore', '.github/\n');
    repository.write(FILE, 'on: push\n');
    const { status, text } = await run('no-workflow-files');
    expect([status, text]).toEqual([1, expect.stringContaining(`file ${FILE}`)]);
  });

  test('finds a file in the index that is gone from the disk', async () => {
    repository.write(FILE, 'on: push\n');
    await repository.run(`git add -A && rm -r .github`);
    const { status, text } = await run('no-workflow-files');
    expect([status, text]).toEqual([1, expect.stringContaining(`index ${FILE}`)]);
  });

  test('finds the commit that brought it and the one that took it away', async () => {
    repository.write(FILE, 'on: push\n');
    await repository.commit('bring it');
    await repository.run('git rm -rq .github && git commit -qm "take it away"');
    const { status, text } = await run('no-workflow-files');
    expect(status).toBe(1);
    expect(text).toContain('bring it');
    expect(text).toContain('take it away');
  });

  test('finds it behind a merge, and not when a remote has it already', async () => {
    await repository.run('git switch -qc side');
    repository.write(FILE, 'on: push\n');
    await repository.commit('on the side');
    await repository.run('git rm -rq .github && git commit -qm gone && git switch -q main');
    await repository.run('git commit -q --allow-empty -m other && git merge -q --no-edit side');
    expect((await run('no-workflow-files')).text).toContain('on the side');
    await repository.run('git update-ref refs/remotes/origin/side side');
    expect(await run('no-workflow-files')).toMatchObject({ status: 0 });
  });

  test.each(['.github/dependabot.yml', 'docs/.github-workflows.md', 'workflows/ci.yml'])(
    'reports nothing for %s',
    async (file) => {
      repository.write(file, 'x\n');
      await repository.commit('harmless');
      expect(await run('no-workflow-files')).toMatchObject({ status: 0 });
    },
  );
});

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';

const lock = JSON.stringify({
  packages: {
    '': { name: 'project' },
    'node_modules/present': { version: '1.0.0' },
    'node_modules/for-another-machine': { version: '1.0.0', optional: true },
  },
});
let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'sallyport-install-'));
  for (const folder of ['dev', 'bin']) {
    mkdirSync(join(project, folder));
  }
  cpSync(
    join(import.meta.dirname, 'ensure-installed.mjs'),
    join(project, 'dev/ensure-installed.mjs'),
  );
  writeFileSync(join(project, 'package-lock.json'), lock);
  fakeNpm(0);
});
afterEach(() => rmSync(project, { recursive: true }));

/** An npm that notes what it was asked and installs nothing but an empty folder. */
function fakeNpm(exitCode: number) {
  const script = `#!/bin/sh\necho "$@" >> "${project}/asked"\nmkdir -p "${project}/node_modules"\nexit ${exitCode}\n`;
  writeFileSync(join(project, 'bin/npm'), script);
  chmodSync(join(project, 'bin/npm'), 0o755);
}

function run() {
  const environment = { ...process.env, PATH: `${project}/bin:/usr/bin:/bin` };
  return spawnSync(process.execPath, [join(project, 'dev/ensure-installed.mjs')], {
    env: environment,
    encoding: 'utf8',
  });
}

const asked = () =>
  existsSync(join(project, 'asked')) ? readFileSync(join(project, 'asked'), 'utf8') : '';

function installByHand(version: string) {
  mkdirSync(join(project, 'node_modules/present'), { recursive: true });
  writeFileSync(join(project, 'node_modules/present/package.json'), '{}');
  const note = JSON.stringify({ packages: { 'node_modules/present': { version } } });
  writeFileSync(join(project, 'node_modules/.package-lock.json'), note);
}

test('without node_modules it runs npm ci once and remembers the lock file', () => {
  expect(run().status).toBe(0);
  expect(asked()).toBe('ci\n');
  expect(readFileSync(join(project, 'node_modules/.sallyport-lock'), 'utf8')).toBe(
    createHash('sha256').update(lock).digest('hex'),
  );
  expect(run().status).toBe(0);
  expect(asked()).toBe('ci\n');
});

test('a changed lock file installs again', () => {
  run();
  writeFileSync(join(project, 'package-lock.json'), `${lock}\n`);
  run();
  expect(asked()).toBe('ci\nci\n');
});

test('a manual installation is kept when it is complete', () => {
  installByHand('1.0.0');
  expect(run().status).toBe(0);
  expect(asked()).toBe('');
});

test('a manual installation is replaced when a version or a file is missing', () => {
  installByHand('0.9.0');
  run();
  expect(asked()).toBe('ci\n');
  rmSync(join(project, 'node_modules'), { recursive: true });
  installByHand('1.0.0');
  rmSync(join(project, 'node_modules/present/package.json'));
  run();
  expect(asked()).toBe('ci\nci\n');
});

test('a failed install is not remembered as done', () => {
  fakeNpm(1);
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain('npm ci failed');
  expect(existsSync(join(project, 'node_modules/.sallyport-lock'))).toBe(false);
});

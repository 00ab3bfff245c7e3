import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { findContext } from './find-context.ts';
import { placesOf } from './report.ts';

function folderWith(files: Record<string, string>): string {
  const folder = makeTemporaryFolder('doctor');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const STACK = JSON.stringify({
  app_url: 'http://localhost:1234',
  database_url: 'postgresql://owner@127.0.0.1:5432/sallyport',
  app_database_url: 'postgresql://app:local@127.0.0.1:4321/sallyport',
});

const options = { signIn: false, configuration: false };

test('without options the local stack is checked, with both roles over HTTP', () => {
  const localDir = folderWith({ 'stack.json': STACK });
  const context = findContext(options, { env: {}, localDir });
  expect(context.isLocalStack).toBe(true);
  expect(placesOf(context).slice(1)).toEqual([
    'http://localhost:1234',
    'app at 127.0.0.1:4321/sallyport',
    'owner at 127.0.0.1:4321/sallyport',
  ]);
});

test('the variables of this machine are ignored for a deployment elsewhere', () => {
  const localDir = folderWith({ 'stack.json': STACK });
  const env = { DATABASE_URL: 'postgresql://app:hunter2@db.example/x' };
  const context = findContext({ ...options, url: 'https://a.example' }, { env, localDir });
  expect(context).toMatchObject({ variables: null, owner: null, isLocalStack: false });
  expect(placesOf(context)).toEqual(['https://a.example', 'app at db.example/x']);
});

test('a file of variables can be named, and the environment overrides it', () => {
  const localDir = folderWith({ vars: 'APP_ENC_KEY=a\nEMAIL_PROVIDER=smtp\n' });
  const file = join(localDir, 'vars');
  const { variables } = findContext(
    { ...options, vars: file },
    { env: { APP_ENC_KEY: 'b' }, localDir },
  );
  expect(variables).toEqual({
    values: { APP_ENC_KEY: 'b', EMAIL_PROVIDER: 'smtp' },
    inFile: ['APP_ENC_KEY', 'EMAIL_PROVIDER'],
    file,
  });
});

test('a missing file and an invalid address are refused in one sentence', () => {
  const around = { env: {}, localDir: folderWith({}) };
  expect(() => findContext({ ...options, vars: 'nowhere.vars' }, around)).toThrow('nowhere.vars');
  expect(() => findContext({ ...options, url: 'example.com' }, around)).toThrow('--url must be');
});

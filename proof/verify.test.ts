import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { fakeCircumstances, fakeResult } from './fake-results.ts';
import { listFiles, writeManifest } from './manifest.ts';
import { createSigner } from './sign.ts';

let folder = '';

const newKey = () =>
  JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
const KEY = newKey();

const FILES: Readonly<Record<string, string>> = {
  'report.md': '# Every claim was shown\n',
  'report.html': '<!doctype html>\n',
  'claims/a-claim/01-query.sql.txt': 'select 1\n',
  'claims/a-claim/02-picture.jpg': '\u0000\u0001\u0002',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-verify-'));
  mkdirSync(join(folder, 'claims/a-claim'), { recursive: true });
  for (const [path, content] of Object.entries(FILES)) {
    writeFileSync(join(folder, path), content);
  }
  const signer = createSigner(KEY);
  writeFileSync(join(folder, 'public-key.jwk'), signer.publicKey);
  const key = { kid: signer.kid, throwAway: signer.throwAway };
  const manifest = writeManifest(fakeCircumstances, [fakeResult()], key, listFiles(folder));
  writeFileSync(join(folder, 'manifest.json'), manifest);
  writeFileSync(join(folder, 'manifest.sig'), signer.signatureOf(manifest));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** From a folder without node_modules, as on another machine. */
function verify(...more: readonly string[]) {
  const file = join(import.meta.dirname, 'verify.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, folder, ...more], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

function flipOneByte(path: string) {
  const file = join(folder, path);
  const content = readFileSync(file);
  const at = Math.floor(content.length / 2);
  content[at] = (content[at] ?? 0) ^ 1;
  writeFileSync(file, content);
}

test('the verifier accepts an unchanged proof, quotes its result and names the key', () => {
  const { status, said } = verify();
  expect(said).toMatch(/Every one of 5 files is as it was signed/);
  expect(said).toMatch(/The key came with the folder/);
  expect(said).toMatch(/1 passed, 0 failed, 0 could not be run/);
  expect(status).toBe(0);
});

test.for(Object.keys(FILES))('one flipped bit of %s is found, and the file is named', (path) => {
  flipOneByte(path);
  const { status, said } = verify();
  expect(said).toContain(`CHANGED  ${path}\n`);
  expect(status).toBe(1);
});

test.for(['manifest.json', 'manifest.sig', 'public-key.jwk'])(
  'one flipped bit of %s is found',
  (path) => {
    flipOneByte(path);
    const { status, said } = verify();
    expect(said).toMatch(/CHANGED|was changed/);
    expect(status).not.toBe(0);
  },
);

test('a missing file and an added one are named', () => {
  rmSync(join(folder, 'report.md'));
  writeFileSync(join(folder, 'claims/a-claim/03-more.txt'), 'more\n');
  const { status, said } = verify();
  expect(said).toContain('MISSING  report.md\n');
  expect(said).toContain('ADDED    claims/a-claim/03-more.txt\n');
  expect(status).toBe(1);
});

test('a file replaced by a link to the same content is named', () => {
  const kept = mkdtempSync(join(tmpdir(), 'sallyport-elsewhere-'));
  writeFileSync(join(kept, 'report.md'), FILES['report.md'] ?? '');
  rmSync(join(folder, 'report.md'));
  symlinkSync(join(kept, 'report.md'), join(folder, 'report.md'));
  const { status, said } = verify();
  rmSync(kept, { recursive: true });
  expect(said).toContain('CHANGED  report.md\n');
  expect(status).toBe(1);
});

test('a manifest that was rewritten to fit a changed file has no valid signature', () => {
  appendFileSync(join(folder, 'report.md'), 'More was shown.\n');
  const { kid } = createSigner(KEY);
  const manifest = writeManifest(
    fakeCircumstances,
    [fakeResult()],
    { kid, throwAway: false },
    listFiles(folder),
  );
  writeFileSync(join(folder, 'manifest.json'), manifest);
  const { status, said } = verify();
  expect(said).toContain(`the signature is not that of key ${kid}`);
  expect(status).toBe(1);
});

test('with a known public key, a proof that was signed again with another key is refused', () => {
  const { publicKey } = createSigner(KEY);
  expect(verify('--public-key', publicKey)).toMatchObject({
    status: 0,
    said: expect.stringContaining('The key is the one you gave.'),
  });
  const other = createSigner(newKey());
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  writeFileSync(join(folder, 'public-key.jwk'), other.publicKey);
  writeFileSync(join(folder, 'manifest.sig'), other.signatureOf(manifest));
  expect(verify('--public-key', publicKey).status).toBe(1);
});

test('a folder without a manifest cannot be checked, and the verifier says so', () => {
  for (const name of readdirSync(folder)) {
    rmSync(join(folder, name), { recursive: true });
  }
  expect(verify()).toMatchObject({ status: 2, said: expect.stringMatching(/There is no/) });
});

test('the verifier needs nothing that is not part of Node', () => {
  const text = readFileSync(join(import.meta.dirname, 'verify.mjs'), 'utf8');
  const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name);
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([]);
});

test('an invalid signing key is refused and not printed', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  });
  for (const key of ['not a key', JSON.stringify(ec)]) {
    expect(() => createSigner(key)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(String(ec.d)) }),
    );
  }
});

#!/usr/bin/env node
/**
 * Checks a proof, offline: `node verify.mjs FOLDER [--public-key FILE-OR-JWK]`. It needs only
 * this file and Node 20. Exit 0: every file is as it was signed. 1: something differs. 2: it could not check.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';

const UNLISTED = new Set(['manifest.json', 'manifest.sig']);
const USAGE = 'Usage: node verify.mjs FOLDER [--public-key FILE-OR-JWK]';

/** The thumbprint of an Ed25519 key (RFC 7638). */
function thumbprintOf(x) {
  return createHash('sha256')
    .update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
    .digest('base64url');
}

function readJson(folder, name) {
  const file = join(folder, name);
  if (!existsSync(file)) {
    throw new Error(`There is no ${name} in ${folder}.`);
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${name} cannot be read as JSON: it was changed.`);
  }
}

/** Every entry of the folder that is not a folder; links are not followed. */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter((path) => !UNLISTED.has(path));
}

function faultsOf(folder, listed) {
  const there = new Set(filesIn(folder));
  const faults = [];
  for (const { path, sha256 } of listed) {
    if (!there.delete(path)) {
      faults.push(`MISSING  ${path}`);
      continue;
    }
    const file = join(folder, path);
    const hash =
      lstatSync(file).isFile() && createHash('sha256').update(readFileSync(file)).digest('hex');
    if (hash !== sha256) {
      faults.push(`CHANGED  ${path}`);
    }
  }
  return [...faults, ...[...there].map((path) => `ADDED    ${path}`)].toSorted();
}

function readKey(folder, given) {
  if (given === undefined) {
    return { key: readJson(folder, 'public-key.jwk'), own: false };
  }
  const text = given.trim().startsWith('{') ? given : readFileSync(given, 'utf8');
  return { key: JSON.parse(text), own: true };
}

function isSigned(folder, key) {
  const { signature, kid } = readJson(folder, 'manifest.sig');
  if (kid !== thumbprintOf(key.x)) {
    return false;
  }
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: key.x },
  });
  const manifest = readFileSync(join(folder, 'manifest.json'));
  return verify(null, manifest, publicKey, Buffer.from(String(signature), 'base64url'));
}

const say = (text) => process.stdout.write(`${text}\n`);

function check(folder, given) {
  const { key, own } = readKey(folder, given);
  const manifest = readJson(folder, 'manifest.json');
  const kid = thumbprintOf(key.x);
  const signed = isSigned(folder, key);
  const faults = faultsOf(folder, manifest.files);
  if (!signed) {
    say(
      `CHANGED  manifest.json, manifest.sig or the key: the signature is not that of key ${kid}.`,
    );
  }
  for (const fault of faults) {
    say(fault);
  }
  if (!signed || faults.length > 0) {
    say(`This proof is not as it was signed: ${faults.length + (signed ? 0 : 1)} differ.`);
    return 1;
  }
  const { passed, failed } = manifest.counts;
  say(`Every one of ${manifest.files.length} files is as it was signed by key ${kid}.`);
  say(
    own
      ? 'The key is the one you gave.'
      : 'The key came with the folder, so this shows that nothing changed since, not who made it: give --public-key, or compare the key id with one you know.',
  );
  if (manifest.key.throwAway) {
    say('It was signed with a key made only for that run.');
  }
  say(
    `It says: commit ${manifest.commit ?? 'unknown'}, ${manifest.deployment.url}, ${manifest.finishedAt}: ${passed} passed, ${failed} failed, ${manifest.counts['not-run']} could not be run.`,
  );
  return 0;
}

function main(given) {
  const at = given.indexOf('--public-key');
  const key = at < 0 ? undefined : given[at + 1];
  const [folder, ...rest] = at < 0 ? given : given.toSpliced(at, 2);
  if (folder === undefined || rest.length > 0 || (at >= 0 && key === undefined)) {
    throw new Error(USAGE);
  }
  return check(folder, key);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

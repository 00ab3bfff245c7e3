import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const lines = readFileSync(join(ROOT, 'docs/threats.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'));
const [header, rule, ...threats] = lines.map((line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()),
);

test('the threats stand in one table', () => {
  expect(header).toEqual(['threat', 'guard', 'test', 'seen']);
  expect(rule?.join('')).toMatch(/^-+$/);
  expect(threats.length).toBeGreaterThan(70);
  expect(threats.filter((cells) => cells.length !== 4 || /^-*$/.test(cells[0] ?? ''))).toEqual([]);
});

test('no threat appears twice', () => {
  const names = threats.map(([name = '']) => name.toLowerCase());
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every threat names a test, and every test that is named exists', () => {
  const named = threats.map(([threat, , tests = '']) => ({
    threat,
    files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }));
  expect(named.filter(({ files }) => files.length === 0)).toEqual([]);
  const missing = named
    .flatMap(({ files }) => files)
    .filter((file) => !existsSync(join(ROOT, file)));
  expect(missing).toEqual([]);
});

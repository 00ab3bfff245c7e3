import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { sabotages } from './sabotages.ts';
import { changeSource } from './take-out-guards.ts';

const PROJECT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
const files = [...new Set(sabotages.flatMap(({ edits }) => edits.map(({ file }) => file)))];

test.each(files)('every guard to be removed from %s is found at its place', (file) => {
  const changed = changeSource(file, read(file));
  for (const { name, edits } of sabotages) {
    const here = edits.filter((edit) => edit.file === file).length;
    expect(changed.split(`sabotaged('${name}')`).length - 1).toBe(here);
  }
});

test('the build fails when a guard is missing or occurs twice', () => {
  const [file = ''] = files;
  expect(() => changeSource(file, 'export const nothing = 0;')).toThrow(/0 times instead of once/);
  expect(() => changeSource(file, read(file).repeat(2))).toThrow(/2 times instead of once/);
});

test('the product and its build do not contain the sabotage', () => {
  const own = globSync('src/**/*', { cwd: PROJECT }).filter((file) => /\.[a-z]+$/.test(file));
  const texts = [...own, 'vite.config.ts', 'wrangler.toml', '.dev.vars.example'];
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((file) => /sabotage/i.test(read(file)))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What `npm test` leaves to `npm run test:all`: what loads the machine, or is measured on it. */
const LEFT_OUT = ['api-alone', 'sabotage'];

test('npm test runs every project but those that load the machine, and test:all runs all', () => {
  const config = read('test/vitest.config.ts');
  const named = config.matchAll(/(?:\bname: |againstStacks\(|alone\()'([a-z-]+)'/g);
  const projects = new Set(Array.from(named, ([, name]) => name));
  const asked = Array.from(scripts['test']?.matchAll(/--project (\S+)/g) ?? [], ([, name]) => name);
  expect(new Set([...asked, ...LEFT_OUT])).toEqual(projects);
  expect(scripts['test:all']).not.toContain('--project');
});

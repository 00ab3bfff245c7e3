import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../docs/decisions');
const pages = readdirSync(folder).filter((name) => /^\d{4}-.+\.md$/.test(name));

test.for(pages)('decision %s begins with its number and title, then with its status', (name) => {
  const [title, , status] = readFileSync(join(folder, name), 'utf8').split('\n');
  expect(title).toMatch(new RegExp(String.raw`^# ${Number(name.slice(0, 4))}\. \S`));
  expect(status).toMatch(/^\*\*Status\.\*\* (Accepted|Superseded by \[?\d+)/);
});

test('a number belongs to one decision', () => {
  const numbers = pages.map((name) => name.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

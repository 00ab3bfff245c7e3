import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { renderCommonPasswords } from './common-passwords.ts';

test('the bundled list is the output of the script', () => {
  const file = join(import.meta.dirname, '../src/core/passwords/common-passwords.ts');
  expect(readFileSync(file, 'utf8')).toBe(renderCommonPasswords());
});

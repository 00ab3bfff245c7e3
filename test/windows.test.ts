import { expect, test } from 'vitest';

import { composeWindows } from '../src/core/limits/compose-windows.ts';
import { spentWindow } from '../src/core/limits/errors.ts';
import type { NamedWindows } from '../src/core/limits/limits.ts';
import { windows } from '../src/features.ts';
import { filesUnder, root } from './support/imports.ts';

const declared = await Promise.all(
  filesUnder('src')
    .filter((file) => file.endsWith('/limits.ts'))
    .map(async (file) => {
      const exported: Record<string, unknown> = await import(`${root}/${file}`);
      return Object.entries(exported)
        .filter(([name]) => name.endsWith('Windows'))
        .flatMap(([, table]) => Object.keys(table as NamedWindows));
    }),
);

test('every window that a limits.ts declares is in the table, and nothing else is', () => {
  expect(Object.keys(windows).toSorted()).toEqual(declared.flat().toSorted());
});

test('two windows of one name stop the start', () => {
  const table: NamedWindows = { login: { capacity: 1, windowSeconds: 1, scope: 'ip' } };
  expect(() => composeWindows([table, table])).toThrow('two windows are named login');
});

test.for(Object.entries(windows))(
  'a spent window %s names its subject, and the network only for an address',
  ([, { scope }]) => {
    const { detail } = spentWindow[scope];
    expect(detail).not.toBe('');
    expect(detail.includes('network')).toBe(scope === 'ip');
  },
);

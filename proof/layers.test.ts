import { expect, test } from 'vitest';

import { layerOf, writeLayers } from './layers.ts';

test.for([
  ['migrations/0001_create_users.sql', 'schema'],
  ['migrations/down/0001_create_users.sql', 'schema'],
  ['src/features/totp/setup.ts', 'backend'],
  ['wrangler.toml', 'backend'],
  ['web/pages/shell.tsx', 'UI'],
  ['docs/proof.md', 'everything else'],
] as const)('%s belongs to %s', ([file, layer]) => {
  expect(layerOf(file)).toBe(layer);
});

test('commits are listed under each layer they touch, oldest first, with only the files of that layer', () => {
  const text = writeLayers([
    { head: 'a1 first', files: ['migrations/0001.sql', 'src/a.ts'] },
    { head: 'b2 second', files: ['src/b.ts', 'src/a.ts'] },
    { head: 'c3 third', files: ['web/c.tsx'] },
  ]);
  expect(text).toBe(
    [
      'schema: 1 commits, 1 files',
      '  a1 first  (also backend)',
      '      migrations/0001.sql',
      '',
      'backend: 2 commits, 2 files',
      '  a1 first  (also schema)',
      '      src/a.ts',
      '  b2 second',
      '      src/b.ts',
      '      src/a.ts',
      '',
      'UI: 1 commits, 1 files',
      '  c3 third',
      '      web/c.tsx',
      '',
      'everything else: 0 commits, 0 files',
    ].join('\n'),
  );
});

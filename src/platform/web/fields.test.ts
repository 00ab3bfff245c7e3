import { expect, test } from 'vitest';

import { text } from './fields.ts';

test.for(['a\u0000b', 'a\ud800b', 'a\udc00b', '\u0000'])(
  'text that cannot be stored is refused',
  (given) => {
    expect(text(10).safeParse(given).success).toBe(false);
  },
);

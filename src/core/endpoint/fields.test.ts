import { expect, test } from 'vitest';

import { emailField, text } from './fields.ts';

const L64 = 'a'.repeat(64);

test.for([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada@Example.COM ', 'ada@example.com'],
  ['ada+shop@mail.example.co.uk', 'ada+shop@mail.example.co.uk'],
  ["o'hara_1@example.ie", "o'hara_1@example.ie"],
  ['用户@例子.广告', '用户@例子.广告'],
  ['e\u0301@example.com', '\u00e9@example.com'],
  [`${L64}@example.com`, `${L64}@example.com`],
])('%j is an address', ([given, read]) => {
  expect(emailField.safeParse(given)).toMatchObject({ success: true, data: read });
});

test.for([
  '',
  'ada',
  'ada@',
  '@example.com',
  'ada@@example.com',
  'ada@localhost',
  '.ada@example.com',
  'ada.@example.com',
  'a..da@example.com',
  'ada@example..com',
  'ada@.example.com',
  'ada@-example.com',
  'ada@example-.com',
  'ada@example.com.',
  'ada@example.com?subject=x',
  'ada@exam\u00adple.com',
  'a\u200bda@example.com',
  'a\u202eda@example.com',
  'a da@example.com',
  'ada@example.com\r\nbcc: eve@example.com',
  'ada@example.com,eve@example.com',
  '"ada"@example.com',
  `${L64}a@example.com`,
  `${'\u00e9'.repeat(33)}@example.com`,
  `ada@${'a'.repeat(64)}.com`,
  `ada@${'a.'.repeat(125)}com`,
])('%j is none', (given) => {
  expect(emailField.safeParse(given).success).toBe(false);
});

test.for(['a\u0000b', 'a\ud800b', 'a\udc00b', '\u0000'])(
  'text that cannot be stored is refused',
  (given) => {
    expect(text(10).safeParse(given).success).toBe(false);
  },
);

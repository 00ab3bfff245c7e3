import { expect, test } from 'vitest';

import { emailField } from './fields.ts';

const L64 = 'a'.repeat(64);

test.for([
  ['ada@example.com', 'ada@example.com'],
  ['  Ada@Example.COM ', 'ada@example.com'],
  ['ada+shop@mail.example.co.uk', 'ada+shop@mail.example.co.uk'],
  ["o'hara_1@example.ie", "o'hara_1@example.ie"],
  ['用户@例子.广告', '用户@xn--fsqu00a.xn--4rr70v'],
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

test.for([
  ['\ufeffada@example.com\u200b', 'ada@example.com'],
  ['\u202aada@example.com\u202c\n', 'ada@example.com'],
])('what is invisible around an address is no part of it: %j', ([given, read]) => {
  expect(emailField.safeParse(given)).toMatchObject({ success: true, data: read });
});

test('a refusal names the invisible character inside', () => {
  const [issue] = emailField.safeParse('a\u200bda@example.com').error?.issues ?? [];
  expect(issue?.message).toMatch(/invisible character/);
});

import { expect, test } from 'vitest';

import { emailField, factorFields, phoneField, text, totpCodeField } from './fields.ts';

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

test.for(['a\u0000b', 'a\ud800b', 'a\udc00b', '\u0000'])(
  'text that cannot be stored is refused',
  (given) => {
    expect(text(10).safeParse(given).success).toBe(false);
  },
);

test.for([
  ['\ufeffada@example.com\u200b', 'ada@example.com'],
  ['\u202aada@example.com\u202c\n', 'ada@example.com'],
])('what is invisible around an address is no part of it: %j', ([given, read]) => {
  expect(emailField.safeParse(given)).toMatchObject({ success: true, data: read });
});

test.for([
  [emailField, 'a\u200bda@example.com'],
  [phoneField, '+1415\u200b5550123'],
] as const)('a refusal names the invisible character inside', ([field, given]) => {
  const [issue] = field.safeParse(given).error?.issues ?? [];
  expect(issue?.message).toMatch(/invisible character/);
});

test.for([
  ['\u202a+1 (415) 555\u201101\u00a023\u202c', '+14155550123'],
  ['＋１４１５５５５０１２３', '+14155550123'],
  ['+١٤١٥٥٥٥٠١٢٣', '+14155550123'],
])('%j is a phone number', ([given, read]) => {
  expect(phoneField.safeParse(given)).toMatchObject({ success: true, data: read });
});

test.for(['３７９１６５', '٣٧٩١٦٥', '\u200b379165\u202c'])('%j is a code', (given) => {
  expect(totpCodeField.safeParse(given)).toMatchObject({ success: true, data: '379165' });
});

test.for(['37916', '3791655', '379 165', '37916a', '37\u200b9165', '37916²'])(
  '%j is no code',
  (given) => {
    expect(totpCodeField.safeParse(given).success).toBe(false);
  },
);

test('a backup code is read from a full-width keyboard, too', () => {
  const read = factorFields.backup_code.safeParse(' ０１ＡＢ－CDEF-GHJK-MNPQ\u200b');
  expect(read).toMatchObject({ success: true, data: '01AB-CDEF-GHJK-MNPQ' });
});

import { expect, test } from 'vitest';

import { phoneField } from './fields.ts';

test('a refusal names the invisible character inside', () => {
  const [issue] = phoneField.safeParse('+1415\u200b5550123').error?.issues ?? [];
  expect(issue?.message).toMatch(/invisible character/);
});

test.for([
  ['\u202a+1 (415) 555\u201101\u00a023\u202c', '+14155550123'],
  ['＋１４１５５５５０１２３', '+14155550123'],
  ['+١٤١٥٥٥٥٠١٢٣', '+14155550123'],
])('%j is a phone number', ([given, read]) => {
  expect(phoneField.safeParse(given)).toMatchObject({ success: true, data: read });
});

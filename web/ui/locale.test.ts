import { expect, test } from 'vitest';

import { locale } from './locale.ts';

test.for([
  [['en-GB', 'en-US', 'en'], 'en', 'en-GB'],
  [['fr-CA', 'en-AU'], 'en', 'en-AU'],
  [['de-AT', 'en-GB'], 'en', 'en-GB'],
  [['de-CH', 'de'], 'de', 'de-CH'],
  [['fr'], 'en', 'en'],
  [[], 'de', 'de'],
] as const)('a browser that prefers %s reads a page in %s with the days of %s', (given) => {
  const [wanted, spoken, written] = given;
  expect(locale(wanted, spoken)).toBe(written);
});

/** A day as somebody with this locale reads it on an English page. */
function shortDay(tag: string): string {
  const format = new Intl.DateTimeFormat(locale([tag], 'en'), {
    dateStyle: 'short',
    timeZone: 'UTC',
  });
  return format.format(new Date('2026-12-03T12:00:00Z'));
}

test('a day in Britain is not written as in the United States', () => {
  expect([shortDay('en-GB'), shortDay('en-US')]).toEqual(['03/12/2026', '12/3/26']);
});

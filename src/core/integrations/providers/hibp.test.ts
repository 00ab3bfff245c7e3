import { expect, test } from 'vitest';

import { hibp, rangeOf, searchRange } from './hibp.ts';

const other = '0'.repeat(35);
const suffix = '1E4C9B93F3F0682250B6CF8331B7EE68FD8';
const ours = { prefix: '5BAA6', suffix };

function read(...lines: string[]) {
  return searchRange.read(null, ours, lines.join('\r\n'))?.value ?? null;
}

test('a hash is cut after five characters, and only those are asked for', () => {
  expect(rangeOf(`5BAA6${suffix}`)).toEqual(ours);
  const request = searchRange.request({}, ours);
  expect(request.path).toBe('/range/5BAA6');
  expect(request.headers).toMatchObject({
    'add-padding': 'true',
    'user-agent': expect.any(String),
  });
  expect(JSON.stringify(request)).not.toContain(suffix.slice(0, 6));
});

test('a hash in the list is breached, however the lines end', () => {
  expect(read(`${other}:3`, `${suffix}:10437277`)).toEqual({ breached: true });
  expect(searchRange.read(null, ours, `${suffix}:1\n`)?.value).toEqual({ breached: true });
});

test('a row of padding, counted 0, is no breach even when it is ours', () => {
  expect(read(`${other}:3`, `${suffix}:0`, '')).toEqual({ breached: false });
});

test.for(['', '<html>Sorry</html>', `${other}:3\r\n1E4C9B9`, other, `${other}:-1`, '{}'])(
  'an answer of another form, %j, says nothing',
  (text) => {
    expect(searchRange.read(null, ours, text)).toBeNull();
  },
);

test('found is found, even where the answer was cut off', () => {
  expect(read(`${suffix}:2`, '1E4C9')).toEqual({ breached: true });
});

test('it is not chosen where it is switched off', () => {
  expect(hibp.chosen?.({ BREACHED_PASSWORDS: 'off' })).toBe(false);
  expect(hibp.chosen?.({ BREACHED_PASSWORDS: 'refuse' })).toBe(true);
  expect(hibp.chosen?.({})).toBe(true);
});

import { expect, test } from 'vitest';

import { timesByName } from './times-by-name.ts';

test('what is called a time is one, as PostgreSQL writes it, and nothing else is', () => {
  const sent = JSON.stringify({
    created_at: '2026-11-28T18:02:32.123456+00:00',
    pending_until: '2026-11-28T20:02:32+02:00',
    revoked_at: null,
    email: '2026-11-28T18:02:32+00:00',
    rotation: 2,
    roles: ['USER'],
  });
  expect(JSON.parse(sent, timesByName)).toEqual({
    created_at: new Date('2026-11-28T18:02:32.123Z'),
    pending_until: new Date('2026-11-28T18:02:32Z'),
    revoked_at: null,
    email: '2026-11-28T18:02:32+00:00',
    rotation: 2,
    roles: ['USER'],
  });
});

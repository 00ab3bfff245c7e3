import { expect, test } from 'vitest';

import type { AuditEvent } from './events.ts';
import { foldRepeats } from './fold.ts';

const event = (id: string, changed: Partial<AuditEvent> = {}): AuditEvent => ({
  id,
  seq: 1,
  at: '2026-11-21T12:34:00.000Z',
  action: 'user.signed_in',
  outcome: 'success',
  actor_type: 'user',
  actor_id: 'a',
  target_type: 'user',
  target_id: 'a',
  ip: '192.0.2.1',
  user_agent: '',
  trace_id: '',
  metadata: {},
  ...changed,
});

const idsOf = (events: readonly AuditEvent[]) =>
  foldRepeats(events).map(({ newest, older }) => [newest, older].flat().map(({ id }) => id));

test('events in a row with the same action, actor and outcome are one, whatever else differs', () => {
  const events = [
    event('1', { ip: '192.0.2.2' }),
    event('2', { target_id: 'b' }),
    event('3', { at: '2025-01-01T00:00:00.000Z' }),
  ];
  expect(idsOf(events)).toEqual([['1', '2', '3']]);
});

test.for([
  { action: 'user.signed_out' },
  { outcome: 'refused' },
  { actor_id: null },
  { actor_type: 'service' },
] as const)(
  'an event with another %o stands by itself, and what comes after it begins anew',
  (changed) => {
    expect(idsOf([event('1'), event('2', changed), event('3')])).toEqual([['1'], ['2'], ['3']]);
  },
);

test('no events are no rows', () => {
  expect(foldRepeats([])).toEqual([]);
});

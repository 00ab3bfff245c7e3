import { expect, test } from 'vitest';

import type { Integration } from '../../ledger.ts';
import { leadingState, statesOf } from './provider-words.ts';

const healthy: Integration = {
  provider: 'twilio',
  label: 'Twilio',
  kind: 'sms',
  mode: 'live',
  configured: true,
  connected: true,
  last_used_at: null,
  last_success_at: null,
  proof_of_use_count_24h: 2,
  check_count_24h: 0,
  p50_ms: 30,
  p95_ms: 90,
  missing_env_vars: [],
  error_code: null,
  suggested_fix: null,
};

const wordsOf = (change: Partial<Integration>) =>
  statesOf({ ...healthy, ...change }).map(({ words }) => words);

test('a provider in use has all three', () => {
  expect(wordsOf({})).toEqual(['Configured', 'Connected', 'Proven in 24 h']);
});

test('keys alone prove nothing: a provider nobody called is neither connected nor refused', () => {
  const untried = { connected: false, proof_of_use_count_24h: 0, error_code: 'NOT_PROVEN' };
  expect(wordsOf(untried)).toEqual(['Configured', 'Not tried in 24 h', 'Not proven in 24 h']);
  expect(leadingState({ ...healthy, ...untried }).tone).toBe('none');
});

test('a check that worked connects, but only use proves', () => {
  expect(wordsOf({ proof_of_use_count_24h: 0 })).toEqual([
    'Configured',
    'Connected',
    'Not proven in 24 h',
  ]);
});

test('a failed newest call takes the connection away, not the proof of earlier use', () => {
  const failed = { connected: false, error_code: 'TIMEOUT' };
  expect(wordsOf(failed)).toEqual(['Configured', 'Not connected', 'Proven in 24 h']);
  expect(leadingState({ ...healthy, ...failed })).toEqual({ tone: 'bad', words: 'Not connected' });
});

test('without keys nothing was tried', () => {
  const missing = {
    configured: false,
    connected: false,
    proof_of_use_count_24h: 0,
    error_code: 'PROVIDER_NOT_CONFIGURED',
  };
  expect(wordsOf(missing)).toEqual(['Not configured', 'Not tried in 24 h', 'Not proven in 24 h']);
  expect(leadingState({ ...healthy, ...missing }).words).toBe('Not configured');
});

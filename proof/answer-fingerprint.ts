import type { Answer } from './client/api-client.ts';

/** Headers whose values differ in every answer: the time, the trace, what is left of a limit. */
export const VARYING_HEADERS: readonly string[] = Object.freeze([
  'date',
  'x-trace-id',
  'ratelimit',
]);

/** All that an attacker can compare of two answers, except their time and what differs in every answer. */
export function answerFingerprint({
  status,
  headers,
  body,
}: Pick<Answer, 'status' | 'headers' | 'body'>): string {
  const seen = [...headers].map(([name, value]) =>
    VARYING_HEADERS.includes(name) ? [name] : [name, value],
  );
  return JSON.stringify([status, seen, { ...body, trace_id: '' }]);
}

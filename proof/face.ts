import type { Answer } from './client/caller.ts';

/** Headers whose values are another one's in every answer, whoever asks: the time, the trace, what is left of a limit. */
export const OWN_HEADERS: readonly string[] = Object.freeze(['date', 'x-trace-id', 'ratelimit']);

/** All that one who asks may compare of an answer, but its time and what is its own. */
export function faceOf({
  status,
  headers,
  body,
}: Pick<Answer, 'status' | 'headers' | 'body'>): string {
  const seen = [...headers].map(([name, value]) =>
    OWN_HEADERS.includes(name) ? [name] : [name, value],
  );
  return JSON.stringify([status, seen, { ...body, trace_id: '' }]);
}

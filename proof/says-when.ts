import type { Answer } from './client/api-client.ts';
import type { Context } from './context.ts';

/** Checks that a refusal for too many attempts says for how long, in the body and in its header. */
export function checkSaysWhen(context: Context, answer: Answer, atMostSeconds: number): void {
  const wait = answer.body['retry_after'];
  const header = answer.headers.get('retry-after');
  context.check(
    `The answer says for how long: at most ${atMostSeconds} seconds, in the body and in Retry-After`,
    typeof wait === 'number' && wait > 0 && wait <= atMostSeconds && header === String(wait),
    `retry_after ${JSON.stringify(wait) ?? 'absent'}, Retry-After ${header ?? 'absent'}`,
  );
  const { trace_id: trace, suggested_fix: fix } = answer.body;
  context.check(
    'The answer has a trace id and says what to do',
    /^[0-9a-f]{32}$/.test(JSON.stringify(trace)?.slice(1, -1) ?? '') && typeof fix === 'string',
    JSON.stringify(fix) ?? 'nothing',
  );
}

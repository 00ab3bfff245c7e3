import { expect, test } from 'vitest';

import type { BugLine, RequestLine } from '../platform/log.ts';
import { systemRandom } from '../platform/random.ts';
import { runSteps } from './run-steps.ts';

test('a step that fails stops none of the others, and is logged without its message', async () => {
  const done: string[] = [];
  const lines: (RequestLine | BugLine)[] = [];
  const log = { write: (line: RequestLine | BugLine) => void lines.push(line) };
  const failed = await runSteps({ log, random: systemRandom }, [
    async () => done.push('first'),
    async () => {
      await Promise.resolve();
      throw new TypeError('ada@example.com');
    },
    () => {
      throw new RangeError('before it waited');
    },
    async () => done.push('last'),
  ]);
  expect(failed).toBe(2);
  expect(done).toEqual(['first', 'last']);
  expect(lines).toMatchObject([{ bug: 'TypeError' }, { bug: 'RangeError' }]);
  expect(new Set(lines.map((line) => line.trace_id)).size).toBe(1);
  expect(JSON.stringify(lines)).not.toMatch(/ada@example|before it waited/);
  expect(JSON.stringify(lines)).toContain('run-steps.test');
});

test('the next step begins when the one before is over', async () => {
  const order: string[] = [];
  const step = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    order.push(`${name} ends`);
  };
  await runSteps({ log: { write: () => {} }, random: systemRandom }, [step('a'), step('b')]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

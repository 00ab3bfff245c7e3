import { expect, test } from 'vitest';

import { answer, confirmed, question } from './confirmation.ts';

test('a second question while one is open gets the same answer, and nobody is asked twice', async () => {
  const first = confirmed('moved');
  const second = confirmed('late');
  expect(question.peek()?.reason).toBe('moved');
  answer(true);
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(question.peek()).toBeNull();
});

test('a question that was answered is asked anew the next time', async () => {
  const first = confirmed('late');
  answer(false);
  expect(await first).toBe(false);
  const second = confirmed('late');
  answer(true);
  expect(await second).toBe(true);
});

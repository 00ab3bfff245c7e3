import { expect, test } from 'vitest';

import { BrokenOff, byteStream } from './byte-stream.ts';

test('a stream that breaks off tells its reader nothing of the cause, which goes to the log', async () => {
  const cause = new Error('duplicate key value (email)=(ada@example.com)');
  const noted: unknown[] = [];
  const pieces = (async function* () {
    yield new Uint8Array([1]);
    return await Promise.reject(cause);
  })();
  const reader = byteStream(pieces, (error) => noted.push(error)).getReader();
  expect((await reader.read()).value).toEqual(new Uint8Array([1]));
  const seen: unknown = await reader.read().catch((error: unknown) => error);
  expect(seen).toBeInstanceOf(BrokenOff);
  expect(seen).toMatchObject({ message: '' });
  expect(seen).not.toHaveProperty('cause');
  expect(noted).toEqual([cause]);
});

test('a reader who goes away ends the making of pieces', async () => {
  let isOver = false;
  const pieces = (async function* () {
    try {
      while (true) {
        yield new Uint8Array([1]);
      }
    } finally {
      isOver = true;
    }
  })();
  const reader = byteStream(pieces, () => {}).getReader();
  await reader.read();
  await reader.cancel();
  expect(isOver).toBe(true);
});

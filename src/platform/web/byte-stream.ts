/** What a reader is told of a body that broke off. The cause goes to `onBreak`: the runtime logs what a stream ends with. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

/**
 * The pieces as a stream, each asked for when the reader wants more: nothing is kept. A piece that cannot
 * be made breaks the stream off with a BrokenOff that says nothing of the cause.
 */
export function byteStream(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onBreak: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const iterator = iteratorOf(pieces);
  return new ReadableStream({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done) {
          controller.close();
        } else {
          controller.enqueue(next.value);
        }
      } catch (error) {
        onBreak(error);
        controller.error(new BrokenOff());
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function* iteratorOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  yield* pieces;
}

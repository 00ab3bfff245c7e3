import type { ExportEnd } from '../../core/audit/chain/export-end.ts';
import { runningDigest } from '../../platform/crypto/running-digest.ts';

/** A piece of a file: whole lines, and the numbers of the rows in them. */
export interface Piece {
  readonly text: string;
  readonly numbers: readonly number[];
}

/**
 * The pieces as bytes, and behind them the line that only a whole file has. Where the length of the file
 * was said before, that line is as long as what is left of it.
 */
export async function* endFile(
  pieces: AsyncIterable<Piece>,
  writeEnd: (end: ExportEnd, bytes?: number) => string,
  length: number | null,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const digest = runningDigest();
  const end = { rows: 0, first: null as number | null, last: null as number | null };
  let sent = 0;
  for await (const { text, numbers } of pieces) {
    const bytes = encoder.encode(text);
    await digest.add(bytes);
    sent += bytes.length;
    end.rows += numbers.length;
    end.first ??= numbers[0] ?? null;
    end.last = numbers.at(-1) ?? end.last;
    yield bytes;
  }
  const sha256 = await digest.end();
  yield encoder.encode(writeEnd({ ...end, sha256 }, length === null ? undefined : length - sent));
}

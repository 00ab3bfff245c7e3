import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import {
  beginsEvents,
  END_TAIL_BYTES,
  endFault,
  lastLineOf,
  readEnd,
  type ExportEnd,
} from '../../src/core/audit/chain/export-end.ts';

export interface CheckedEnd {
  /** Null when the file has none. */
  readonly end: ExportEnd | null;
  /** A sentence; null when the file is whole. */
  readonly fault: string | null;
  /** It is an export of events, which holds no seals. */
  readonly holdsEvents: boolean;
}

/** Holds a file against its own last line, piece by piece. */
export async function checkEnd(file: string): Promise<CheckedEnd> {
  const { size, head, tail } = await bothEnds(file);
  const { line, bytes } = lastLineOf(tail);
  const end = readEnd(line);
  const hash = createHash('sha256');
  if (end && size > bytes) {
    await pipeline(createReadStream(file, { end: size - bytes - 1 }), hash, { end: false });
  }
  const [first = ''] = new TextDecoder().decode(head).split('\n');
  return { end, fault: endFault(end, hash.digest('hex')), holdsEvents: beginsEvents(first) };
}

async function bothEnds(file: string) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, END_TAIL_BYTES);
    const read = async (position: number) =>
      (await handle.read({ buffer: Buffer.alloc(length), position, length })).buffer;
    return { size, head: await read(0), tail: await read(size - length) };
  } finally {
    await handle.close();
  }
}

/** What to say of a file by its last line alone. */
export function reportOfEnd({ end, fault }: CheckedEnd): { text: string; isGood: boolean } {
  if (fault || !end) {
    return { text: `NOT WHOLE. ${fault ?? ''}\n`, isGood: false };
  }
  const text =
    `The file is whole: ${end.rows} rows, ${end.first ?? 'none'} to ${end.last ?? 'none'}, as they were sent. ` +
    'It holds no seals: export the chain (format=chain) to see whether rows were changed before.\n';
  return { text, isGood: true };
}

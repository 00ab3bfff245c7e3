import {
  beginsEvents,
  END_TAIL_BYTES,
  endFault,
  lastLineOf,
  readEnd,
  type ExportEnd,
} from '../../../src/core/audit/chain/export-end.ts';
import { readLine } from '../../../src/core/audit/chain/export-line.ts';
import type { Finding, Seal } from '../../../src/core/audit/chain/finding.ts';
import type { Head } from '../../../src/core/audit/chain/head.ts';
import { verifyChain, type Witness } from '../../../src/core/audit/chain/verify.ts';

/** What became of the look at a file. */
export type Verdict =
  | { readonly kind: 'whole'; readonly rows: number; readonly head: Head | null; readonly end: End }
  | { readonly kind: 'bad'; readonly rows: number; readonly finding: Finding }
  /** An export of events: it holds no seals, and is as it was sent. */
  | { readonly kind: 'complete'; readonly end: ExportEnd }
  /** It does not end as a whole file does. */
  | { readonly kind: 'cut'; readonly fault: 'no_end' | 'changed' }
  /** The line holds no seal: the file is another, or was cut within it. */
  | { readonly kind: 'unsealed'; readonly line: number; readonly isLast: boolean }
  | { readonly kind: 'empty' }
  /** The browser has no Ed25519. */
  | { readonly kind: 'unsupported' };

interface End {
  readonly last: number;
  /** Of the newest head that was published; 0 without one. */
  readonly published: number;
}

class Unsealed extends Error {
  readonly line: number;
  readonly isLast: boolean;
  constructor(line: number, isLast: boolean) {
    super(`line ${line} holds no seal`);
    this.line = line;
    this.isLast = isLast;
  }
}

/**
 * Holds the file against its own last line and walks its seals row by row, with WebCrypto alone: nothing
 * of it is sent anywhere. A text may be missing only where a row of the file, itself whole, says that its
 * month was archived.
 */
export async function verifyFile(file: Blob, witness: Witness): Promise<Verdict> {
  const { end, fault, holdsEvents } = await checkEnd(file);
  if (!fault && end?.rows === 0) {
    return { kind: 'empty' };
  }
  if (!holdsEvents) {
    const verdict = await walk(file, witness);
    return fault && mayBeCut(verdict) ? { kind: 'cut', fault } : verdict;
  }
  return end && !fault ? { kind: 'complete', end } : { kind: 'cut', fault: fault ?? 'no_end' };
}

/** What is wrong within a file says more than that it is not whole. */
function mayBeCut(verdict: Verdict): boolean {
  return verdict.kind === 'unsealed'
    ? verdict.isLast && verdict.line > 1
    : verdict.kind === 'whole';
}

/** What the last line says, and whether it was written for the bytes before it, which are read as one. */
async function checkEnd(file: Blob) {
  const tail = new Uint8Array(await file.slice(-END_TAIL_BYTES).arrayBuffer());
  const { line, bytes } = lastLineOf(tail);
  const end = readEnd(line);
  const before = end ? await file.slice(0, file.size - bytes).arrayBuffer() : new ArrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', before));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const wrong = end ? ('changed' as const) : ('no_end' as const);
  const [first = ''] = (await file.slice(0, FIRST_LINE_BYTES).text()).split('\n');
  return {
    end,
    fault: endFault(end, sha256) === null ? null : wrong,
    holdsEvents: beginsEvents(first),
  };
}

const FIRST_LINE_BYTES = 1024;

async function walk(file: Blob, witness: Witness): Promise<Verdict> {
  let first = 0;
  let last = 0;
  const seen = async function* () {
    for await (const seal of ascending(sealsOf(file))) {
      first ||= seal.seq;
      last = seal.seq;
      yield seal;
    }
  };
  try {
    const { finding, seals } = await verifyChain(seen(), { ...witness, isPart: true });
    if (finding) {
      return { kind: 'bad', rows: seals, finding };
    }
    const sizes = witness.heads.toSorted((one, other) => other.size - one.size);
    const head = sizes.find(({ size }) => size >= first && size <= last) ?? null;
    return seals === 0
      ? { kind: 'empty' }
      : { kind: 'whole', rows: seals, head, end: { last, published: sizes[0]?.size ?? 0 } };
  } catch (error) {
    if (error instanceof Unsealed) {
      const { line, isLast } = error;
      return { kind: 'unsealed', line, isLast };
    }
    if (error instanceof DOMException && error.name === 'NotSupportedError') {
      return { kind: 'unsupported' };
    }
    throw error;
  }
}

async function* sealsOf(file: Blob): Seals {
  let number = 0;
  let ended = false;
  for await (const { line, isLast } of linesOf(file)) {
    number += 1;
    const seal: Seal | null = line === '' || ended ? null : readLine(line);
    if (seal) {
      yield seal;
    } else if (line !== '' && (ended || !readEnd(line))) {
      throw new Unsealed(number, isLast);
    }
    ended ||= line !== '' && !seal;
  }
  return undefined;
}

/** By reader: not every browser walks a stream with `for await`. */
async function* linesOf(file: Blob): AsyncGenerator<{ line: string; isLast: boolean }> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = `${rest}${piece.value}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => ({ line, isLast: false }));
  }
  yield { line: rest, isLast: true };
}

type Seals = AsyncGenerator<Seal, undefined>;

/** A file may begin with the newest; then it is held whole and turned round. */
async function* ascending(seals: Seals): Seals {
  const one = await seals.next();
  const two = await seals.next();
  const begun = [one.value, two.value].filter((seal) => seal !== undefined);
  const [first, second] = begun;
  if (first && second && first.seq > second.seq) {
    for await (const seal of seals) {
      begun.push(seal);
    }
    begun.reverse();
  }
  yield* begun;
  yield* seals;
  return undefined;
}

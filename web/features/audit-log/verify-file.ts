import { readLine } from '../../../src/core/audit/chain/export-line.ts';
import type { Finding, Seal } from '../../../src/core/audit/chain/finding.ts';
import type { Head } from '../../../src/core/audit/chain/head.ts';
import { verifyChain, type Witness } from '../../../src/core/audit/chain/verify.ts';

/** What became of the look at a file. */
export type Verdict =
  | { readonly kind: 'whole'; readonly rows: number; readonly head: Head | null; readonly end: End }
  | { readonly kind: 'bad'; readonly rows: number; readonly finding: Finding }
  /** The line holds no seal: the file is another, or was cut within it. */
  | { readonly kind: 'unsealed'; readonly line: number }
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
  constructor(line: number) {
    super(`line ${line} holds no seal`);
    this.line = line;
  }
}

/**
 * Walks the file row by row with WebCrypto alone: nothing of it is sent anywhere. A text may be missing
 * only where a row of the file, itself whole, says that its month was archived.
 */
export async function verifyFile(file: Blob, witness: Witness): Promise<Verdict> {
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
      return { kind: 'unsealed', line: error.line };
    }
    if (error instanceof DOMException && error.name === 'NotSupportedError') {
      return { kind: 'unsupported' };
    }
    throw error;
  }
}

async function* sealsOf(file: Blob): Seals {
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    const seal = line === '' ? null : readLine(line);
    if (seal) {
      yield seal;
    } else if (line !== '') {
      throw new Unsealed(number);
    }
  }
  return undefined;
}

/** By reader: not every browser walks a stream with `for await`. */
async function* linesOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = `${rest}${piece.value}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
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

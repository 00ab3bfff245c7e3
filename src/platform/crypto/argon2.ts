const ARGON2ID = 2;
const VERSION_13 = 0x13;

/** The cost of one hash: memory in KiB, passes over it, lanes (RFC 9106 §3.1). */
export interface Argon2Parameters {
  memoryKib: number;
  iterations: number;
  parallelism: number;
}

/**
 * The most that one hash may cost. Hashing blocks the isolate, and an isolate has 128 MB: a stored hash that asked for more
 * would be a way to stop it.
 */
export const argon2Caps = { memoryKib: 65_536, iterations: 4, parallelism: 4 } as const;

/** One hash to compute. `password` has any length (clients cap it), `salt` at least 8 bytes; `length` is in bytes, 4 to 64. */
interface Argon2Input extends Argon2Parameters {
  password: Uint8Array;
  salt: Uint8Array;
  length: number;
}

export interface Argon2 {
  /** Argon2id, version 0x13. Synchronous. Throws for parameters the algorithm or `argon2Caps` do not allow. */
  hash(input: Argon2Input): Uint8Array<ArrayBuffer>;
  /** How many were done so far; while one is, this isolate hears nothing. */
  readonly hashesDone: number;
}

/** What the compiled C library exports; numbers are addresses in `memory`, lengths in bytes, or return codes. */
export interface Argon2Wasm {
  memory: WebAssembly.Memory;
  malloc(length: number): number;
  free(address: number): void;
  argon2Hash(...parameters: number[]): number;
}

/**
 * Argon2id over one instance of the WASM module, made at the first hash and kept: its memory grows to the largest hash
 * asked for and is used again. An instance that trapped is dropped, because its stack is in an unknown state.
 */
export function createArgon2(module: WebAssembly.Module, open = openArgon2Wasm): Argon2 {
  let wasm: Argon2Wasm | null = null;
  let hashesDone = 0;
  return {
    get hashesDone() {
      return hashesDone;
    },
    hash(input) {
      wasm ??= open(module);
      hashesDone += 1;
      try {
        return hashWith(wasm, input);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) {
          wasm = null;
        }
        throw error;
      }
    },
  };
}

/** A new instance, ready for use. Throws when the module is not the Argon2 library. */
export function openArgon2Wasm(module: WebAssembly.Module): Argon2Wasm {
  const { exports } = new WebAssembly.Instance(module);
  const { memory } = exports;
  if (!(memory instanceof WebAssembly.Memory)) {
    throw new TypeError('the module exports no memory');
  }
  numericExport(exports, '_initialize')();
  return {
    memory,
    malloc: numericExport(exports, 'malloc'),
    free: numericExport(exports, 'free'),
    argon2Hash: numericExport(exports, 'argon2_hash'),
  };
}

/**
 * One hash. Password, salt and result share one allocation, overwritten with zeros and freed whatever happens; the library
 * does the same with its own working memory.
 */
export function hashWith(wasm: Argon2Wasm, input: Argon2Input): Uint8Array<ArrayBuffer> {
  requireWithinCaps(input);
  const { password, salt, length } = input;
  const total = password.byteLength + salt.byteLength + length;
  const passwordAt = wasm.malloc(total);
  if (passwordAt === 0) {
    throw new Error('no memory for the input of a hash');
  }
  const saltAt = passwordAt + password.byteLength;
  const hashAt = saltAt + salt.byteLength;
  try {
    bytesAt(wasm, passwordAt, password.byteLength).set(password);
    bytesAt(wasm, saltAt, salt.byteLength).set(salt);
    const cost = [input.iterations, input.memoryKib, input.parallelism];
    const inputs = [passwordAt, password.byteLength, saltAt, salt.byteLength];
    const outputs = [hashAt, length, 0, 0]; // the zeros: no encoded form, we write our own
    const code = wasm.argon2Hash(...cost, ...inputs, ...outputs, ARGON2ID, VERSION_13);
    if (code !== 0) {
      throw new Error(`argon2 refused with code ${code}`);
    }
    return bytesAt(wasm, hashAt, length).slice();
  } finally {
    bytesAt(wasm, passwordAt, total).fill(0);
    wasm.free(passwordAt);
  }
}

/** A view made anew each time: the memory's buffer is replaced when it grows during a hash. */
function bytesAt(wasm: Argon2Wasm, address: number, length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(wasm.memory.buffer, address, length);
}

/** Numbers are checked before they reach the library, which would see them modulo 2³². */
function requireWithinCaps({ memoryKib, iterations, parallelism, length }: Argon2Input): void {
  const within =
    isIntegerUpTo(argon2Caps.memoryKib, memoryKib) &&
    isIntegerUpTo(argon2Caps.iterations, iterations) &&
    isIntegerUpTo(argon2Caps.parallelism, parallelism) &&
    isIntegerUpTo(64, length);
  if (!within) {
    throw new RangeError('argon2 parameters are out of range');
  }
}

function isIntegerUpTo(most: number, value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function numericExport(exports: WebAssembly.Exports, name: string) {
  const exported = exports[name];
  if (typeof exported !== 'function') {
    throw new TypeError(`the module exports no function ${name}`);
  }
  return (...parameters: number[]): number => Number(exported(...parameters));
}

import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const I32 = 0x7f;
const WASM_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The hash that the stand-in for Argon2 makes of every password: 32 zero bytes. */
export const HASH_OF_NOTHING = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const vector = (items: readonly (readonly number[])[]) => [items.length, ...items.flat()];
const section = (id: number, content: readonly number[]) => [id, content.length, ...content];
const type = (parameters: number, results: number) => [
  0x60,
  ...vector(Array.from({ length: parameters }, () => [I32])),
  ...vector(Array.from({ length: results }, () => [I32])),
];
const exported = (name: string, kind: 0 | 2, index: number) => [
  name.length,
  ...Buffer.from(name),
  kind,
  index,
];
const body = (...code: number[]) => [code.length + 2, 0, ...code, 0x0b];

/** A module with the exports of the Argon2 library that hashes nothing: every hash is ready at once, and is zero. */
function hollowArgon2(): Uint8Array {
  const types = [type(0, 0), type(1, 1), type(1, 0), type(13, 1)];
  return Uint8Array.from([
    ...WASM_HEADER,
    ...section(1, vector(types)),
    ...section(3, vector([[0], [1], [2], [3]])),
    ...section(5, vector([[0x00, 0x01]])), // one page
    ...section(
      7,
      vector([
        exported('memory', 2, 0),
        exported('_initialize', 0, 0),
        exported('malloc', 0, 1),
        exported('free', 0, 2),
        exported('argon2_hash', 0, 3),
      ]),
    ),
    ...section(10, vector([body(), body(0x41, 0x80, 0x08), body(), body(0x41, 0x00)])), // malloc: i32.const 1024
  ]);
}

/** The planned times of a hash and of the rest after it, by their names in the build. */
const PLANNED = /(pieceMilliseconds|restMilliseconds):\s*[1-9]\d*/g;

/** The same build without Argon2 and without time planned for it, so that the rest of a sign-in can be measured. */
export function withoutHash(built: string, outDir: string): string {
  cpSync(built, outDir, { recursive: true });
  removePlannedTimes(outDir);
  const [wasm, ...others] = globSync('**/argon2*.wasm', { cwd: outDir });
  if (wasm === undefined || others.length > 0) {
    throw new Error('the build does not contain exactly one Argon2 module');
  }
  writeFileSync(join(outDir, wasm), hollowArgon2());
  return outDir;
}

/** Otherwise a hash that is ready at once would still wait as long as a real one takes. */
function removePlannedTimes(outDir: string): void {
  let found = 0;
  for (const file of globSync('**/*.js', { cwd: outDir })) {
    const path = join(outDir, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replaceAll(PLANNED, (_, name: string) => {
      found += 1;
      return `${name}:0`;
    });
    if (changed !== text) {
      writeFileSync(path, changed);
    }
  }
  if (found !== 2) {
    throw new Error('the build does not contain the planned times of a hash exactly once');
  }
}

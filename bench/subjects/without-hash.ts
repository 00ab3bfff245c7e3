import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const I32 = 0x7f;
const WASM_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The name of what the stand-in for Argon2 makes of any password: 32 zero bytes. */
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

/** A module with the exports of the Argon2 library that hashes nothing: every hash is there at once, and is zero. */
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

/** How long a hash and the rest after it are planned to take, as the build names them. */
const PLANNED = /(pieceMilliseconds|restMilliseconds):\s*[1-9]\d*/g;

/**
 * The same build with nothing in the place of Argon2 and no time planned for it, so that what is left of a sign-in can be
 * measured itself.
 */
export function withoutHash(built: string, outDir: string): string {
  cpSync(built, outDir, { recursive: true });
  takeOutTurns(outDir);
  const [wasm, ...others] = globSync('**/argon2*.wasm', { cwd: outDir });
  if (wasm === undefined || others.length > 0) {
    throw new Error('the build holds not one Argon2 module');
  }
  writeFileSync(join(outDir, wasm), hollowArgon2());
  return outDir;
}

/** A hash that is there at once would otherwise still wait as long as a real one takes. */
function takeOutTurns(outDir: string): void {
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
    throw new Error('the build does not say once how long a hash takes');
  }
}

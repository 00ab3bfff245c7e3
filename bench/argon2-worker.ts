import argon2Module from '@phi-ag/argon2/argon2.wasm';

import { createArgon2 } from '../src/platform/crypto/argon2.ts';

const argon2 = createArgon2(argon2Module);
const password = new TextEncoder().encode('quiet otters walk nine dogs');
const salt = new Uint8Array(16);

/** `GET /?hashes=20`: makes this many hashes at the default cost of production. */
async function run(request: Request): Promise<Response> {
  const hashes = Number(new URL(request.url).searchParams.get('hashes'));
  for (let made = 0; made < hashes; made++) {
    argon2.hash({
      password,
      salt,
      memoryKib: 19_456,
      iterations: 2,
      parallelism: 1,
      length: 32,
    });
  }
  return Response.json({ hashes });
}

export default { fetch: run };

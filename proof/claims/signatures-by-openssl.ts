import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';

/** Signatures checked and made by a program that shares no code with the product. */
export const signaturesByOpenssl: Claim = {
  id: 'signatures-by-openssl',
  title:
    'openssl agrees with the product on Ed25519 signatures of tree heads and ES256 signatures of service tokens.',
  shows:
    'openssl checks the newest signed tree head of the audit trail with the published key: it must accept it, and refuse it when the number of rows is changed. openssl also signs a service token with a key of the stack: the product must accept it, and refuse it when one letter of its content is changed.',
  group: 'The audit trail',
  clauses: [
    ...clause(ASVS, '9.1.1', '11.2.1'),
    ...clause('RFC 8032', '5.1'),
    ...clause('RFC 7518', '3.4'),
  ],
  needs: ['openssl', 'keys'],
  when: 'alone',
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-openssl-'));
    try {
      await checkHead(context, folder);
      await checkToken(context, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Head {
  readonly size: number;
  readonly root: string;
  readonly last_hash: string;
  readonly at: string;
  readonly breaks: number;
  readonly kid: string;
  readonly signature: string;
}

async function checkHead(context: Context, folder: string) {
  const { head, x } = await newestHead(context);
  context.check(
    'There is a signed tree head',
    head !== null,
    head ? `over ${head.size} rows at ${head.at}` : 'none',
  );
  if (!head) {
    return;
  }
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  const files = {
    key: join(folder, 'head.pem'),
    text: join(folder, 'head.txt'),
    signature: join(folder, 'head.sig'),
  };
  writeFileSync(files.key, publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(files.signature, Buffer.from(head.signature, 'base64url'));
  const verify = (size: number) => {
    writeFileSync(
      files.text,
      `sallyport audit head v2\n${size}\n${head.root}\n${head.last_hash}\n${head.at}\n${head.breaks}\n`,
    );
    return succeeds(
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      files.key,
      '-rawin',
      '-in',
      files.text,
      '-sigfile',
      files.signature,
    );
  };
  context.check(
    'openssl accepts the signature of the tree head',
    verify(head.size),
    'Signature Verified Successfully',
  );
  context.check(
    'openssl refuses the same signature for another number of rows',
    !verify(head.size + 1),
    'refused',
  );
}

async function newestHead(context: Context): Promise<{ head: Head | null; x: string }> {
  await context.accounts.register(); // something to seal
  for (let look = 0; look < 30; look++) {
    await context.run.tick?.();
    const answer = await fetch(`${context.deployment.appUrl}/.well-known/audit-heads`);
    const { heads = [], keys = [] } = await answer.json<{
      heads?: Head[];
      keys?: { kid: string; x: string }[];
    }>();
    const head = heads.at(-1);
    if (head) {
      return { head, x: keys.find(({ kid }) => kid === head.kid)?.x ?? '' };
    }
    await sleep(200);
  }
  return { head: null, x: '' };
}

async function checkToken(context: Context, folder: string) {
  const { keys }: { keys: { kid: string; [member: string]: string }[] } = JSON.parse(
    context.secrets.accessTokenKeys,
  );
  const [jwk] = keys;
  const file = join(folder, 'token.pem');
  writeFileSync(
    file,
    createPrivateKey({ format: 'jwk', key: jwk ?? {} }).export({ type: 'pkcs8', format: 'pem' }),
    { mode: 0o600 },
  );
  const now = Math.floor(Date.now() / 1000);
  const header = encode({ alg: 'ES256', kid: jwk?.kid, typ: 'at+jwt' });
  const content = {
    scope: 'usage:write',
    sub: 'proof',
    aud: 'sallyport',
    iss: 'sallyport',
    iat: now,
    exp: now + 300,
  };
  const der = execFileSync('openssl', ['dgst', '-sha256', '-sign', file], {
    input: `${header}.${encode(content)}`,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const signature = joseSignature(der);
  const transcript = context.transcript('A service token signed by openssl');
  const send = async (note: string, token: string) => {
    context.run.redactor.learn('service token', token);
    return await context
      .client(transcript)
      .note(note)
      .send('/api/integrations/newsapi/usage', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ operation: 'proof.read', status: 'SUCCESS', latency_ms: 1 }),
      });
  };
  const good = await send('Signed by openssl', `${header}.${encode(content)}.${signature}`);
  context.checkEqual('The product accepts a token that openssl signed', good.status, 201);
  const forged = await send(
    'Another subject with the same signature',
    `${header}.${encode({ ...content, sub: 'prooF' })}.${signature}`,
  );
  context.checkEqual(
    'The product refuses the same signature for changed content',
    forged.status,
    401,
  );
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** openssl writes two DER integers; a token holds two numbers of 32 bytes (RFC 7518 section 3.4). */
function joseSignature(der: Buffer): string {
  const lengthOfR = der[3] ?? 0;
  const r = der.subarray(4, 4 + lengthOfR);
  const s = der.subarray(4 + lengthOfR + 2);
  return Buffer.concat([fixed(r), fixed(s)]).toString('base64url');
}

/** The number in 32 bytes, without the zero that DER puts before some. */
function fixed(number: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(32), number]).subarray(-32);
}

function succeeds(...args: readonly string[]): boolean {
  try {
    execFileSync('openssl', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

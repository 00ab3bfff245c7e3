/** A stand-in for Pwned Passwords: the hashes of passwords known from leaks, by how they begin. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import { parseJson, plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

/** Long enough for the product's own rule, so that the leak is the only thing wrong with them. */
export const BREACHED_PASSWORDS = [
  'correct horse battery staple',
  'thisisnotasafepassword',
  'iloveyousomuchforever',
] as const;

const TEXT = { 'content-type': 'text/plain' };
const PREFIX = /^\/range\/(?<prefix>[0-9a-f]{5})$/i;
const TIMES_SEEN = 42;
/** No answer of the real one is empty: under each prefix stand hashes of others. */
const OTHERS = 20;

/** Starts it. `POST /breached` with a password makes it known until the next reset. */
export async function startBreachedPasswords(): Promise<Simulator> {
  const added = new Set<string>();
  return await startSimulator({
    title: 'Pwned Passwords',
    modes: plainModes,
    answer: (call) => route(call, added),
    failure: (status) => ({
      status,
      body: status === 429 ? 'Rate limit is exceeded.' : 'Failed on request.',
      headers: { ...TEXT, ...(status === 429 && { 'retry-after': '2' }) },
    }),
    actions: { 'POST /breached': ({ body }) => add(body, added) },
    reset: () => added.clear(),
  });
}

function add(body: string, added: Set<string>): Answer {
  const parsed = z.strictObject({ password: z.string() }).safeParse(parseJson(body));
  if (!parsed.success) {
    return { status: 400, body: { message: z.prettifyError(parsed.error) } };
  }
  added.add(hashOf(parsed.data.password));
  return { status: 200, body: {} };
}

function route({ method, path, headers }: Call, added: ReadonlySet<string>): Answer {
  if (method !== 'GET' || !path.startsWith('/range/')) {
    return { status: 404, body: 'Not found.', headers: TEXT };
  }
  const prefix = PREFIX.exec(path)?.groups?.['prefix']?.toUpperCase();
  if (prefix === undefined) {
    return { status: 400, body: 'The hash prefix was not in a valid format', headers: TEXT };
  }
  const isPadded = headers['add-padding']?.toString().toLowerCase() === 'true';
  const lines = [...known(prefix, added), ...others(prefix)];
  const padding = isPadded ? paddingFor(lines.length) : [];
  return { status: 200, body: [...lines, ...padding].toSorted().join('\r\n'), headers: TEXT };
}

function known(prefix: string, added: ReadonlySet<string>): string[] {
  const hashes = new Set([...BREACHED_PASSWORDS.map(hashOf), ...added]);
  return [...hashes]
    .filter((hash) => hash.startsWith(prefix))
    .map((hash) => `${hash.slice(5)}:${TIMES_SEEN}`);
}

/** The same ones for a prefix every time; nobody's password. */
function others(prefix: string): string[] {
  return Array.from(
    { length: OTHERS },
    (_, index) => `${hashOf(`other ${prefix} ${index}`).slice(5)}:${index + 1}`,
  );
}

/** With it an answer has 800 to 1000 lines, whatever was asked. A count of 0 says that the line means nothing. */
function paddingFor(lines: number): string[] {
  return Array.from(
    { length: randomInt(800, 1001) - lines },
    () => `${randomBytes(20).toString('hex').toUpperCase().slice(5)}:0`,
  );
}

function hashOf(password: string): string {
  return createHash('sha1').update(password).digest('hex').toUpperCase();
}

import type { Workerd } from '../workerd/start-workerd.ts';

/** What a person does; a scene means the same for every Worker that supports it. */
export type SceneName = 'one' | 'me' | 'login' | 'verify' | 'status';

/** Prepares this many requests before the measurement, with the database rows they need. */
export type Scene = (count: number) => Promise<readonly string[]>;

/** One Worker under measurement. */
export interface Subject {
  readonly name: string;
  readonly workerd: Workerd;
  readonly scenes: Readonly<Partial<Record<SceneName, Scene>>>;
}

interface Request {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export const HOST = 'bench.example';

/** A request as it goes over the wire. */
export function rawRequest({ method = 'GET', path, headers = {}, body }: Request): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: HOST,
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** Runs the task for each item, sixteen at a time, and keeps their order. */
export async function forEachOf<Item, Made>(
  items: readonly Item[],
  task: (item: Item, index: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < items.length) {
        const index = next;
        next += 1;
        const item = items[index];
        if (item !== undefined) {
          made[index] = await task(item, index);
        }
      }
    }),
  );
  return made;
}

/** The cookies that an answer sets, as `name=value; …`. */
export function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

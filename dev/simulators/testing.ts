import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Simulator } from './server.ts';
import { startTwilio } from './twilio.ts';

export const ACCOUNT = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authToken: '0123456789abcdef0123456789abcdef',
  fromNumber: '+15005550006',
};

export const GOOD = { To: '+14155550123', From: ACCOUNT.fromNumber, Body: 'Hello' };

type Init = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams;
};

const API = `/2010-04-01/Accounts/${ACCOUNT.accountSid}`;

/** The header of HTTP Basic. */
export function basic(user = ACCOUNT.accountSid, password = ACCOUNT.authToken): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A Twilio of its own for one test, and how to talk to it. */
export async function openTwilio() {
  const simulator = await startTwilio(ACCOUNT);
  onTestFinished(async () => await simulator.stop());
  const call = async (path: string, init: Init = {}) =>
    await fetch(`${simulator.url}${path}`, {
      ...init,
      headers: { authorization: basic(), ...init.headers },
    });
  return {
    simulator,
    call,
    api: async (path: string, init: Init = {}) => await call(`${API}${path}`, init),
    send: async (form: Record<string, string>) =>
      await call(`${API}/Messages.json`, { method: 'POST', body: new URLSearchParams(form) }),
    messages: async () => await (await call('/messages')).json<TakenMessage[]>(),
    mode: async (mode: unknown) => await setMode(simulator, mode),
  };
}

export type TakenMessage = {
  sid: string;
  to: string;
  from: string | null;
  messaging_service_sid: string | null;
  body: string;
  status: string;
  error_code: number | null;
  status_callback: string | null;
  callbacks: { status: string; http_status: number | null; error: string | null }[];
  at: string;
};

/** A simulator for one test. */
export async function open(starting: Promise<Simulator>) {
  const simulator = await starting;
  onTestFinished(async () => await simulator.stop());
  const get = async (path: string, headers: Record<string, string> = {}) =>
    await fetch(`${simulator.url}${path}`, { headers });
  return { simulator, get };
}

/** The status and the JSON of an answer. */
export async function reply(response: Response): Promise<[number, unknown]> {
  return [response.status, await response.json()];
}

/** `POST /mode`; returns the HTTP status. */
export async function setMode({ url }: Simulator, mode: unknown): Promise<number> {
  const response = await fetch(`${url}/mode`, { method: 'POST', body: JSON.stringify(mode) });
  return response.status;
}

export type Callback = {
  url: string;
  headers: IncomingHttpHeaders;
  fields: Record<string, string>;
};

/** A server that takes callbacks for one test; `delayMs` holds its first answer back. */
export async function openReceiver({
  host = '127.0.0.1',
  status = 204,
  location = '',
  delayMs = 0,
} = {}) {
  const callbacks: Callback[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const url = `http://${incoming.headers.host}${incoming.url}`;
      callbacks.push({ url, headers: incoming.headers, fields: Object.fromEntries(form) });
      setTimeout(
        () => response.writeHead(status, location === '' ? {} : { location }).end(),
        callbacks.length === 1 ? delayMs : 0,
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return { url: `http://${host}:${port}`, callbacks };
}

/** A request with headers that fetch would not send as they are; returns the HTTP status. */
export async function rawStatus(
  url: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const outgoing = request(url, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  });
  outgoing.on('error', reject);
  outgoing.end();
  return await promise;
}

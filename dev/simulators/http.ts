/** What the server of a simulator does with a request and an answer, for every provider. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../read-body.ts';

export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
};

/** `body` is sent as JSON, unless a content type among `headers` says that it is a text. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

const MAX_BODY_BYTES = 1024 * 1024;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** A browser names whom it looked up: behind a name that leads here by a trick stands a foreign page. */
export function isForLoopback({ headers }: IncomingMessage): boolean {
  return LOOPBACK_HOST.test(headers.host ?? '');
}

/** Whether a page of this machine is what an Origin header names. */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol) && LOOPBACK_HOST.test(url.host);
}

/** Lets the page of `origin` read the answer, and ask before it writes. */
export function openTo(origin: string, response: ServerResponse) {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('vary', 'origin');
}

/** Null when the address makes no sense. */
export async function readCall(request: IncomingMessage): Promise<Call | null> {
  const url = URL.parse(`http://simulator${request.url ?? '/'}`);
  return (
    url && {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await wholeBody(request),
    }
  );
}

async function wholeBody(request: IncomingMessage): Promise<string> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === null) {
    throw new RangeError('the request is larger than 1 MiB');
  }
  return body;
}

/** Sends it as it is when a header says that it is no JSON. */
export function send(response: ServerResponse, { status, body, headers }: Answer) {
  const isText = headers?.['content-type'] !== undefined && typeof body === 'string';
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

/** The page of a simulator loads nothing, wherever what it shows came from. */
export function sendPage(response: ServerResponse, html: string) {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(html);
}

/** The head and the first bytes of an answer arrive, the rest never does. */
export function breakOff(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"sid": "', () => response.destroy());
}

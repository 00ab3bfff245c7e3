import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { inject } from 'vitest';

import { newAddress } from './client.ts';

/** An answer as it was on the wire: headers in the order they came, and how long the caller waited. */
export interface Exchange {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Record<string, unknown>;
  /** From handing the request to the socket's queue to the last byte of the answer. */
  readonly milliseconds: number;
}

interface KeepAliveOptions {
  readonly url?: string;
  /** Requests under way at once; the rest wait in line, and their wait counts. */
  readonly connections?: number;
}

/** Callers that share connections which stay open, so that what is measured is the answer and not the handshake. */
export class KeepAlive {
  readonly #agent: Agent;
  readonly #port: string;

  constructor({ url = inject('appUrl'), connections = 1 }: KeepAliveOptions = {}) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#port = new URL(url).port;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Exchange> {
    return await this.send('GET', path, headers);
  }

  async post(path: string, body: unknown, address = newAddress()): Promise<Exchange> {
    const headers = { 'content-type': 'application/json', 'cf-connecting-ip': address };
    return await this.send('POST', path, headers, JSON.stringify(body));
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Any request, its path exactly as given. */
  async send(
    method: string,
    path: string,
    given: Record<string, string>,
    body = '',
  ): Promise<Exchange> {
    // Node declares no length for a DELETE.
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const headers = body === '' ? given : { ...given, ...length };
    const startedAt = performance.now();
    return await new Promise((resolve, reject) => {
      const sent = request(
        { agent: this.#agent, host: '127.0.0.1', port: this.#port, method, path, headers },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: pairs(response.rawHeaders),
              body: parsed(response.headers['content-type'], text),
              milliseconds: performance.now() - startedAt,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? '']] : [],
  );
}

function parsed(contentType: string | undefined, text: string): Record<string, unknown> {
  return (contentType?.includes('json') ? JSON.parse(text) : { text }) as Record<string, unknown>;
}

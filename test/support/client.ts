import { inject } from 'vitest';

import type { Endpoint, ViewOf } from '../../src/core/endpoint/endpoint.ts';

/** An answer as a caller sees it. `body` is parsed JSON, or null when there was none. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The members every problem body has (RFC 9457 and ours). */
export interface Problem extends Record<string, unknown> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly instance: string;
  readonly detail: string;
  readonly error_code: string;
  readonly suggested_fix: string;
  readonly retry_after?: number;
  readonly trace_id: string;
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
}

let nextAddress = 0;

/** An address of the documentation ranges that no other test uses (RFC 5737 and RFC 3849). */
export function newAddress(): string {
  nextAddress += 1;
  const run = process.pid % 0xffff;
  return `2001:db8:${run.toString(16)}:${nextAddress.toString(16)}::1`;
}

interface ClientOptions {
  readonly url?: string;
  readonly address?: string;
}

/** One browser-less caller: an address of its own and a cookie jar for the session. */
export class Client {
  readonly url: string;
  readonly address: string;
  /** `__Host-session=…`, while signed in. */
  cookie: string | null = null;
  /** `__Host-device=…`, once signed in. */
  device: string | null = null;
  /** `__Host-trust=…`, once this browser is trusted. */
  trust: string | null = null;

  constructor({ url = inject('appUrl'), address = newAddress() }: ClientOptions = {}) {
    this.url = url;
    this.address = address;
  }

  /** Sends any request; `cf-connecting-ip` and the cookie are added unless given. */
  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has('cf-connecting-ip')) {
      headers.set('cf-connecting-ip', this.address);
    }
    // On a busy machine a connection kept from before may be closed by the time it is used again.
    headers.set('connection', 'close');
    const cookies = [this.cookie, this.device, this.trust].filter((pair) => pair !== null);
    if (cookies.length > 0 && !headers.has('cookie')) {
      headers.set('cookie', cookies.join('; '));
    }
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
    const text = await response.text();
    const isJson = text !== '' && /[/+]json/.test(response.headers.get('content-type') ?? '');
    this.#keepCookies(response.headers);
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : { text }) as Record<string, unknown>,
    };
  }

  async post(path: string, body?: unknown): Promise<Answer> {
    const json = { 'content-type': 'application/json' };
    return await this.send(path, {
      method: 'POST',
      ...(body === undefined ? {} : { headers: json, body: JSON.stringify(body) }),
    });
  }

  async get(path: string): Promise<Answer> {
    return await this.send(path);
  }

  /** Calls an endpoint by its contract and throws unless it succeeded with a body of that shape. */
  async must<E extends Endpoint>(contract: E, body?: unknown): Promise<ViewOf<E>> {
    const answer =
      contract.method === 'GET'
        ? await this.get(contract.path)
        : await this.post(contract.path, body);
    if (answer.status !== (contract.status ?? 200)) {
      throw new Error(`${contract.path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return contract.view.parse(answer.body) as ViewOf<E>;
  }

  /** A second caller with the same session, as another tab is. */
  copy(): Client {
    const copy = new Client({ url: this.url, address: this.address });
    copy.cookie = this.cookie;
    copy.device = this.device;
    copy.trust = this.trust;
    return copy;
  }

  #keepCookies(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      if (pair.startsWith('__Host-session=')) {
        this.cookie = pair === '__Host-session=' ? null : pair;
      }
      if (pair.startsWith('__Host-device=')) {
        this.device = pair;
      }
      if (pair.startsWith('__Host-trust=')) {
        this.trust = pair;
      }
    }
  }
}

/** The problem in an answer. */
export function problemOf(answer: Answer): Problem {
  return answer.body as unknown as Problem;
}

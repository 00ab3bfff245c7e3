import { randomInt } from 'node:crypto';

import { believesAddresses, type Deployment } from './deployment.ts';
import { Redactor } from './redactor.ts';
import { Transcript } from './transcript.ts';

/** An answer as a stranger sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; empty when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** `RATE_LIMITED` and the like; null when it was no problem. */
  readonly errorCode: string | null;
  readonly milliseconds: number;
}

const RUN = randomInt(1, 0xff_ff).toString(16);
let addresses = 0;

/** An address of the documentation range (RFC 3849) in a /64 that nobody of this run has used. */
export function newAddress(): string {
  addresses += 1;
  return `2001:db8:${RUN}:${addresses.toString(16)}::1`;
}

interface CallerOptions {
  readonly deployment: Pick<Deployment, 'appUrl'>;
  readonly redactor?: Redactor;
  /** Without one nothing is written down, though secrets are still learnt. */
  readonly transcript?: Transcript;
  readonly address?: string;
}

/** One browser-less caller with a cookie jar and, on this machine, a network address of its own. */
export class Caller {
  readonly appUrl: string;
  readonly address: string;
  readonly cookies = new Map<string, string>();
  readonly #options: CallerOptions;
  readonly #redactor: Redactor;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#redactor = options.redactor ?? new Redactor();
    this.appUrl = options.deployment.appUrl.replace(/\/$/, '');
    this.address = options.address ?? newAddress();
  }

  /** The session's token, or null while signed out. */
  get sessionToken(): string | null {
    return this.cookies.get('__Host-session') ?? null;
  }

  /** Says in the transcript what the next request is for. */
  note(text: string): this {
    this.#options.transcript?.note(text);
    return this;
  }

  async get(path: string): Promise<Answer> {
    return await this.send(path, { method: 'GET' });
  }

  async post(path: string, body?: unknown): Promise<Answer> {
    return await this.send(path, {
      method: 'POST',
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }

  /** Any request; what the caller is known by is added. Throws when no answer comes within 30 s. */
  async send(
    path: string,
    init: { method: string; headers?: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const headers = { ...this.#own(), ...init.headers };
    if (headers['content-type']?.includes('json')) {
      this.#redactor.learnFrom(parse(init.body ?? ''));
    }
    const begun = performance.now();
    const response = await fetch(`${this.appUrl}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      ...init,
      headers,
    });
    const text = await response.text();
    const milliseconds = performance.now() - begun;
    this.#keepCookies(response.headers);
    const body = parse(text);
    this.#redactor.learnFrom(body);
    this.#options.transcript?.add({
      method: init.method,
      url: `${this.appUrl}${path}`,
      requestHeaders: Object.entries(headers),
      requestBody: init.body ?? null,
      status: response.status,
      answerHeaders: [...response.headers],
      answerBody: text,
    });
    const code = body['error_code'];
    const errorCode = typeof code === 'string' ? code : null;
    return {
      status: response.status,
      headers: response.headers,
      body,
      text,
      errorCode,
      milliseconds,
    };
  }

  /** The answer, or an Error that says what came instead of that status. */
  async must(answer: Promise<Answer>, status = 200): Promise<Answer> {
    const got = await answer;
    if (got.status !== status) {
      throw new Error(
        `expected ${status}, got ${got.status} ${this.#redactor.hide(got.text).slice(0, 300)}`,
      );
    }
    return got;
  }

  #own(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      ...(believesAddresses(this.#options.deployment) ? { 'cf-connecting-ip': this.address } : {}),
      ...(cookie === '' ? {} : { cookie }),
    };
  }

  #keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') {
        this.cookies.delete(name);
      } else {
        this.cookies.set(name, value);
        this.#redactor.learn(`${name} cookie`, value);
      }
    }
  }
}

/** A member of an answer that must be a text; an Error names it when it is not. */
export function textOf({ body, status }: Pick<Answer, 'body' | 'status'>, member: string): string {
  const value = body[member];
  if (typeof value !== 'string') {
    throw new TypeError(`the answer (${status}) has no ${member}`);
  }
  return value;
}

/** A member that must be a list of texts. */
export function textsOf(
  { body, status }: Pick<Answer, 'body' | 'status'>,
  member: string,
): string[] {
  const value = body[member];
  if (!Array.isArray(value)) {
    throw new TypeError(`the answer (${status}) has no list ${member}`);
  }
  return value.map(String);
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    return {};
  }
}

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { believesAddresses, type Deployment } from './deployment.ts';
import { Redactor } from './redactor.ts';
import { Transcript } from './transcript.ts';

/** An answer as the client receives it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; empty when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** `RATE_LIMITED` and the like; null without a problem. */
  readonly errorCode: string | null;
  readonly milliseconds: number;
}

/** Thrown when the product cannot answer now but may soon, as on a busy machine. */
export class Unavailable extends Error {}

const BUSY: ReadonlySet<string | null> = new Set([
  'DATABASE_UNAVAILABLE',
  'LIMITER_UNAVAILABLE',
  'OVERLOADED',
]);

/** Whether the error code means that the product was unavailable and did nothing. */
export const isBusy = (errorCode: string | null): boolean => BUSY.has(errorCode);

/** Where all clients share one address, the client waits for a used-up limit, for at most this long. */
const MOST_WAIT_SECONDS = 310;

const TIMEOUT_MILLISECONDS = 30_000;

interface Sent {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const RUN = randomInt(1, 0xff_ff).toString(16);
let addresses = 0;

/** An address of the documentation range (RFC 3849) in a /64 that is new in this run. */
export function newAddress(): string {
  addresses += 1;
  return `2001:db8:${RUN}:${addresses.toString(16)}::1`;
}

interface ApiClientOptions {
  readonly deployment: Pick<Deployment, 'appUrl'>;
  readonly redactor?: Redactor;
  /** Without one nothing is recorded, but secrets are still learnt. */
  readonly transcript?: Transcript;
  readonly address?: string;
  /** Called for every answer that the product is overloaded, or the database or the limiter unavailable. */
  readonly onUnavailable?: () => void;
}

/** An HTTP client with a cookie jar and, on this machine, its own network address. */
export class ApiClient {
  readonly appUrl: string;
  readonly address: string;
  readonly cookies = new Map<string, string>();
  readonly #options: ApiClientOptions;
  readonly #redactor: Redactor;

  constructor(options: ApiClientOptions) {
    this.#options = options;
    this.#redactor = options.redactor ?? new Redactor();
    this.appUrl = options.deployment.appUrl.replace(/\/$/, '');
    this.address = options.address ?? newAddress();
  }

  /** The session's token, or null while signed out. */
  get sessionToken(): string | null {
    return this.cookies.get('__Host-session') ?? null;
  }

  /** Writes into the transcript what the next request is for. */
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

  /** Sends any request, with the cookies and the address of the client. Throws when no answer comes within 30 s. */
  async send(path: string, request: Sent): Promise<Answer> {
    const answer = await this.#sendOnce(path, request);
    if (isBusy(answer.errorCode)) {
      this.#options.onUnavailable?.();
    }
    const wait = Number(answer.body['retry_after']);
    const isSpent = answer.errorCode === 'RATE_LIMITED' && wait <= MOST_WAIT_SECONDS;
    if (!isSpent || believesAddresses(this.#options.deployment)) {
      return answer;
    }
    await sleep(wait * 1000);
    return await this.#sendOnce(path, request);
  }

  async #sendOnce(path: string, request: Sent): Promise<Answer> {
    const headers = { ...this.#own(), ...request.headers };
    if (headers['content-type']?.includes('json')) {
      this.#redactor.learnFrom(parse(request.body ?? ''));
    }
    const begun = performance.now();
    const response = await fetch(`${this.appUrl}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ...request,
      headers,
    }).catch((error: unknown) => {
      throw new Unavailable(`there was no answer: ${reasonOf(error)}`);
    });
    const text = await response.text();
    const milliseconds = performance.now() - begun;
    this.#keepCookies(response.headers);
    const body = parse(text);
    this.#redactor.learnFrom(body);
    this.#options.transcript?.add({
      method: request.method,
      url: `${this.appUrl}${path}`,
      requestHeaders: Object.entries(headers),
      requestBody: request.body ?? null,
      status: response.status,
      answerHeaders: [...response.headers],
      answerBody: text,
    });
    const { status } = response;
    const code = body['error_code'];
    const errorCode = typeof code === 'string' ? code : null;
    return { status, headers: response.headers, body, text, errorCode, milliseconds };
  }

  /** The answer. Throws an Error when it has another status, or Unavailable when the product may answer soon. */
  async must(answer: Promise<Answer>, status = 200): Promise<Answer> {
    const got = await answer;
    if (got.status !== status) {
      const said = got.errorCode ?? got.text.slice(0, 200);
      const text = this.#redactor.hide(`expected ${status}, got ${got.status} ${said}`);
      throw isBusy(got.errorCode) ? new Unavailable(text) : new Error(text);
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

/** A member of an answer that must be a text. Throws a TypeError that names it otherwise. */
export function textOf({ body, status }: Pick<Answer, 'body' | 'status'>, member: string): string {
  const value = body[member];
  if (typeof value !== 'string') {
    throw new TypeError(`the answer (${status}) has no ${member}`);
  }
  return value;
}

/** A member of an answer that must be a list of texts. Throws a TypeError that names it otherwise. */
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

/** The reason of a broken connection, such as `ECONNRESET`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

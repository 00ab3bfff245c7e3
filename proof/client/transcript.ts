import type { Redactor } from './redactor.ts';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly note: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: string | null;
  readonly status: number;
  readonly answerHeaders: readonly (readonly [string, string])[];
  readonly answerBody: string;
}

/** The headers of an answer that say something about the product. */
const SHOWN =
  /^(content-type|x-trace-id|retry-after|ratelimit|ratelimit-policy|set-cookie|clear-site-data|cache-control|location|allow)$/;

/** Requests and answers in order, to be written as commands that a reader can repeat. */
export class Transcript {
  readonly exchanges: Exchange[] = [];
  readonly #redactor: Redactor;
  #note = '';

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** Writes what the next request is for. */
  note(text: string): void {
    this.#note = text;
  }

  add(exchange: Omit<Exchange, 'note'>): void {
    this.exchanges.push({ ...exchange, note: this.#note });
    this.#note = '';
  }

  /** The transcript as curl commands with their answers, without secrets. */
  toText(): string {
    const parts = this.exchanges.map((exchange, index) => this.#render(exchange, index + 1));
    return this.#redactor.hide(parts.join('\n'));
  }

  #render(exchange: Exchange, number: number): string {
    const headers = exchange.requestHeaders.map(
      ([name, value]) => `  -H ${quote(`${name}: ${secretHeader(name, value)}`)} \\`,
    );
    const body =
      exchange.requestBody === null
        ? []
        : [`  -d ${quote(this.#body(exchange.requestBody, false))} \\`];
    const method = exchange.method === 'GET' ? '' : ` -X ${exchange.method}`;
    const answered = exchange.answerHeaders
      .filter(([name]) => SHOWN.test(name))
      .map(([name, value]) => `< ${name}: ${secretHeader(name, value)}`);
    return [
      `# ${number}. ${exchange.note}`.trimEnd(),
      `curl -sS -i${method} \\`,
      ...headers,
      ...body,
      `  ${quote(exchange.url)}`,
      `< HTTP ${exchange.status}`,
      ...answered,
      this.#body(exchange.answerBody, true),
      '',
    ].join('\n');
  }

  #body(text: string, pretty: boolean): string {
    try {
      const hidden = this.#redactor.hideBody(JSON.parse(text));
      return JSON.stringify(hidden, null, pretty ? 2 : 0);
    } catch {
      return text.length > 500 ? `${text.slice(0, 500)} … (${text.length} characters)` : text;
    }
  }
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Cookies and credentials without their values. */
function secretHeader(name: string, value: string): string {
  if (name === 'authorization') {
    return value.replace(/(?<=^\w+ ).+$/, (token) => `[token, ${token.length} characters]`);
  }
  return /cookie/.test(name)
    ? value.replaceAll(
        /(__Host-\w+=)([^;\s]+)/g,
        (_, pair: string, token: string) => `${pair}[${token.length} characters]`,
      )
    : value;
}

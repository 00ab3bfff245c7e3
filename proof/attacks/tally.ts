import type { Answer } from '../client/api-client.ts';

/** One request of an attack and its result. */
export interface Try {
  /** Counted from 1, in the order in which they were sent. */
  readonly number: number;
  readonly status: number;
  readonly errorCode: string | null;
  readonly traceId: string;
  /** Milliseconds from the first try to this answer. */
  readonly milliseconds: number;
}

export interface FirstBlock {
  readonly number: number;
  readonly errorCode: string;
  readonly milliseconds: number;
}

/** The limiter or the database did not answer in time: the try was refused before any comparison. */
const UNAVAILABLE = 503;

export interface Faults {
  readonly broken: number;
  readonly unavailable: number;
  /** All tries. */
  readonly of: number;
}

/** Records what an attack sends, and stops it at its limit. */
export class Tally {
  readonly tries: Try[] = [];
  readonly #limit: number;
  readonly #blocks: ReadonlySet<string>;
  #beganAt: number | null = null;
  #sent = 0;

  /** At most `limit` tries; `blocks` are the error codes that mean a guard blocked the try. */
  constructor(limit: number, blocks: readonly string[]) {
    this.#limit = limit;
    this.#blocks = new Set(blocks);
  }

  /** Sends one try. Throws a RangeError when that would exceed the limit. */
  async send(attempt: () => Promise<Answer>): Promise<Answer> {
    if (this.#sent >= this.#limit) {
      throw new RangeError(`the attack wanted more than its ${this.#limit} tries`);
    }
    this.#sent += 1;
    this.#beganAt ??= performance.now();
    const beganAt = this.#beganAt;
    const number = this.#sent;
    const answer = await attempt();
    this.tries.push({
      number,
      status: answer.status,
      errorCode: answer.errorCode,
      traceId: answer.headers.get('x-trace-id') ?? '',
      milliseconds: performance.now() - beganAt,
    });
    return answer;
  }

  /** Sends this many at once; returns the answers in the order of sending. */
  async sendAtOnce(
    count: number,
    attempt: (index: number) => Promise<Answer>,
  ): Promise<readonly Answer[]> {
    return await Promise.all(
      Array.from(
        { length: count },
        async (_, index) => await this.send(async () => await attempt(index)),
      ),
    );
  }

  /** How many answers were server errors, and how many a 503 of a busy product. */
  get faults(): Faults {
    const errors = this.tries.filter(({ status }) => status >= 500);
    const unavailable = errors.filter(({ status }) => status === UNAVAILABLE).length;
    return { broken: errors.length - unavailable, unavailable, of: this.tries.length };
  }

  /** The first answer of a guard. */
  get firstBlock(): FirstBlock | null {
    for (const { number, errorCode, milliseconds } of this.tries) {
      if (errorCode !== null && this.#blocks.has(errorCode)) {
        return { number, errorCode, milliseconds: Math.round(milliseconds) };
      }
    }
    return null;
  }
}

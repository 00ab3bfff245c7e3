import type { Answer } from '../client/api-client.ts';

/** One hostile request and what came of it. */
export interface Try {
  /** Counted from 1, in the order in which they were sent. */
  readonly number: number;
  readonly status: number;
  readonly errorCode: string | null;
  readonly traceId: string;
  /** Since the first try was sent, when the answer came. */
  readonly milliseconds: number;
}

export interface FirstBlock {
  readonly number: number;
  readonly errorCode: string;
  readonly milliseconds: number;
}

/** A limiter or a database that did not answer in time: refused, and never compared. */
const UNAVAILABLE = 503;

export interface Faults {
  readonly broken: number;
  readonly unavailable: number;
  /** All tries. */
  readonly of: number;
}

/** Writes down what an attack does, and lets it do no more than it said. */
export class Tally {
  readonly tries: Try[] = [];
  readonly #limit: number;
  readonly #blocks: ReadonlySet<string>;
  #beganAt: number | null = null;
  #sent = 0;

  /** At most `limit` tries; `blocks` are the error codes that mean a guard stood in the way. */
  constructor(limit: number, blocks: readonly string[]) {
    this.#limit = limit;
    this.#blocks = new Set(blocks);
  }

  /** Sends one try. Throws a RangeError instead of the try that would be one too many. */
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

  /** So many at once; the answers in the order in which they were sent. */
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

  /** Answers that say that the product broke, or was too busy to say more than that. */
  get faults(): Faults {
    const ill = this.tries.filter(({ status }) => status >= 500);
    const unavailable = ill.filter(({ status }) => status === UNAVAILABLE).length;
    return { broken: ill.length - unavailable, unavailable, of: this.tries.length };
  }

  /** The first answer that came and was a guard's. */
  get firstBlock(): FirstBlock | null {
    for (const { number, errorCode, milliseconds } of this.tries) {
      if (errorCode !== null && this.#blocks.has(errorCode)) {
        return { number, errorCode, milliseconds: Math.round(milliseconds) };
      }
    }
    return null;
  }
}

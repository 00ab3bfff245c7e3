import { configureProviders } from '../../src/core/integrations/configure.ts';
import type { MeterDeps } from '../../src/core/integrations/metered.ts';
import type { OutgoingRequest, ProviderAnswer } from '../../src/core/integrations/provider.ts';
import type { ClientInfo } from '../../src/core/audit/audit.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { compile } from '../../src/platform/db/sql.ts';

export const client: ClientInfo = {
  traceId: '0'.repeat(32),
  ip: '192.0.2.7',
  userAgent: 'test',
  place: null,
};

/** What left through the one way out. */
interface Sent extends OutgoingRequest {
  readonly baseUrl: string;
  readonly timeoutMilliseconds: number;
}

type Answering = (request: OutgoingRequest) => ProviderAnswer;

/** A call that nobody expected throws. */
const nobody: Answering = ({ path }) => {
  throw new Error(`nobody expected a call of ${path}`);
};

/** What metered calls need, over a database that takes everything and a provider as told. */
export function meterDeps(env: Readonly<Record<string, string>>, answer: Answering = nobody) {
  const sent: Sent[] = [];
  const statements: (readonly unknown[])[] = [];
  const deps: MeterDeps = {
    clock: systemClock,
    random: systemRandom,
    integrations: configureProviders(env),
    db: {
      get roundTrips() {
        return statements.length;
      },
      async query(statement) {
        statements.push(compile(statement).values);
        return [];
      },
    },
    outbound: {
      async send(baseUrl, request, timeoutMilliseconds) {
        sent.push({ ...request, baseUrl, timeoutMilliseconds });
        return answer(request);
      },
      async greet() {
        throw new Error('nobody expected a greeting');
      },
    },
  };
  return { deps, sent, statements };
}

/** An answer with that text, or with that object as JSON. */
export function answered(content: string | object, httpStatus = 200): ProviderAnswer {
  return typeof content === 'string'
    ? { httpStatus, body: null, text: content }
    : { httpStatus, body: content, text: JSON.stringify(content) };
}

/** As the platform says that an answer did not come in time. */
export function late(): never {
  throw new DOMException('late', 'TimeoutError');
}

export function unreachable(): never {
  throw new TypeError('fetch failed');
}

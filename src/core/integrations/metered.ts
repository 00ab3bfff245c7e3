import { occurrence, type ClientInfo } from '../audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Random } from '../../platform/random.ts';
import { ApiError } from '../../platform/errors.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Integrations } from './configure.ts';
import { integrationErrors } from './errors.ts';
import { failureCodes, type FailureCode } from './failure-codes.ts';
import { finishEvent, insertPendingEvent, type EventEnd, type Recording } from './ledger.ts';
import type { Outbound } from './outbound.ts';
import type {
  Provider,
  ProviderAnswer,
  ProviderGreeting,
  ProviderOperation,
  ProviderSettings,
} from './provider.ts';

export interface MeterDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly outbound: Outbound;
  readonly integrations: Integrations;
}

interface Metering<Input, Output> {
  readonly provider: Provider;
  readonly operation: ProviderOperation<Input, Output> | ProviderGreeting<Output>;
  readonly kind: 'use' | 'check';
  readonly client: ClientInfo;
  readonly userId: string | null;
  /** Left out for a call that only reads. */
  readonly recording?: Recording;
  /** What to ask, made with the event's id, so that a provider's callback can name its row. */
  readonly input: (eventId: string) => Input;
}

/** A call that succeeded: its meaning, and the row that proves it. */
export interface Metered<Output> {
  readonly value: Output;
  readonly eventId: string;
  readonly latencyMs: number;
  readonly ref: string | null;
}

const TIMEOUT_MILLISECONDS = 8000;
const RETRY_AFTER_SECONDS = 30;

/** A greeting that ended so may be returned later; the rest is for an operator. */
const LATER_MAY_HELP: ReadonlySet<FailureCode> = new Set([
  'UNREACHABLE',
  'CONNECTION_LOST',
  'PROVIDER_ERROR',
  'THROTTLED',
]);

/**
 * The one way to call a provider. A PENDING row is written before the call leaves and finished after
 * it; without the row nothing leaves. A call is never repeated: one whose end is unknown may have
 * acted. A row that cannot be finished stays PENDING for the sweep.
 */
export async function metered<Input, Output>(
  deps: MeterDeps,
  { provider, operation, kind, client, userId, recording, input }: Metering<Input, Output>,
): Promise<Result<Metered<Output>>> {
  const configured = deps.integrations[provider.id];
  if (!configured.configured) {
    return notConfigured(configured.missing);
  }
  const occurred = occurrence(deps, client);
  const { at: startedAt } = occurred;
  const eventId = uuidv7(startedAt, deps.random);
  const pending = { eventId, provider: provider.id, operation: operation.name, kind, userId };
  await insertPendingEvent(deps.db, { ...pending, recording: recording ?? null }, occurred);
  const asked = input(eventId);
  const outcome = await send(deps, { provider, operation, asked, configured });
  const finishedAt = deps.clock.now();
  const latencyMs = Math.max(0, finishedAt.getTime() - startedAt.getTime());
  await finishKeepingTheOutcome(deps, {
    ...outcome.end,
    eventId,
    startedAt,
    finishedAt,
    latencyMs,
  });
  return outcome.ok
    ? ok({ value: outcome.value, eventId, latencyMs, ref: outcome.end.ref })
    : refuse(outcome.code, outcome.retryable);
}

/** The refusal of a provider that lacks variables; it names them. */
export function notConfigured(missing: readonly string[]): Failure {
  const fields = missing.map((path) => ({
    path,
    message: 'This variable is absent or malformed.',
  }));
  return fail(integrationErrors.PROVIDER_NOT_CONFIGURED, 'provider_not_configured', { fields });
}

type Outcome<Output> =
  | { readonly ok: true; readonly value: Output; readonly end: EventEnd }
  | {
      readonly ok: false;
      readonly code: FailureCode;
      /** Trying again later makes sense. */
      readonly retryable: boolean;
      readonly end: EventEnd;
    };

interface Sending<Input, Output> {
  readonly provider: Provider;
  readonly operation: ProviderOperation<Input, Output> | ProviderGreeting<Output>;
  readonly asked: Input;
  readonly configured: Extract<Integrations[Provider['id']], { configured: true }>;
}

async function send<Input, Output>(
  { outbound }: Pick<MeterDeps, 'outbound'>,
  sending: Sending<Input, Output>,
): Promise<Outcome<Output>> {
  const { operation, asked, configured } = sending;
  if ('greeting' in operation) {
    return await greet(outbound, configured.settings, operation);
  }
  const request = operation.request(configured.settings, asked);
  let answer: ProviderAnswer;
  try {
    answer = await outbound.send(
      configured.baseUrl,
      request,
      operation.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    );
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return failed(late ? 'TIMEOUT' : 'UNREACHABLE', null, !late);
  }
  return interpret({ ...sending, operation }, answer);
}

function interpret<Input, Output>(
  {
    provider,
    operation,
    asked,
  }: Sending<Input, Output> & {
    readonly operation: ProviderOperation<Input, Output>;
  },
  answer: ProviderAnswer,
): Outcome<Output> {
  const { httpStatus, body, text } = answer;
  if (httpStatus < 200 || httpStatus > 299) {
    const retryable = httpStatus === 429 || httpStatus >= 500;
    return failed(provider.explain(answer) ?? codeOfStatus(httpStatus), httpStatus, retryable);
  }
  const refusal = operation.refusal?.(answer) ?? null;
  if (refusal !== null) {
    return failed(refusal, httpStatus, refusal === 'PROVIDER_ERROR');
  }
  const read = operation.read(body, asked, text);
  return read
    ? { ok: true, value: read.value, end: { code: null, httpStatus, ref: cleanRef(read.ref) } }
    : failed('UNEXPECTED_ANSWER', httpStatus, false);
}

async function greet<Output>(
  outbound: Outbound,
  settings: ProviderSettings,
  { greeting }: ProviderGreeting<Output>,
): Promise<Outcome<Output>> {
  const { code, status } = await outbound.greet(settings, TIMEOUT_MILLISECONDS);
  return code
    ? failed(code, status, LATER_MAY_HELP.has(code))
    : { ok: true, value: greeting, end: { code: null, httpStatus: status, ref: null } };
}

function failed(code: FailureCode, status: number | null, retryable: boolean) {
  // A status outside the protocol is kept as none.
  const httpStatus = status !== null && status >= 100 && status <= 599 ? status : null;
  return { ok: false as const, code, retryable, end: { code, httpStatus, ref: null } };
}

const MAX_REF_LENGTH = 128;

/** A provider's id as it may be stored: printable, and no longer than the column. */
function cleanRef(ref: string | null): string | null {
  return ref?.replaceAll(/[^\x21-\x7e]/g, '').slice(0, MAX_REF_LENGTH) ?? null;
}

/** What an HTTP status says when a provider says no more. */
export function codeOfStatus(httpStatus: number): FailureCode {
  if (httpStatus === 401) {
    return 'CREDENTIALS_REFUSED';
  }
  if (httpStatus === 403) {
    return 'PERMISSION_REFUSED';
  }
  if (httpStatus === 404) {
    return 'NOT_FOUND';
  }
  if (httpStatus === 429) {
    return 'THROTTLED';
  }
  return httpStatus >= 500 ? 'PROVIDER_ERROR' : 'REQUEST_REFUSED';
}

function refuse(code: FailureCode, retryable: boolean): Failure {
  const error =
    code === 'TIMEOUT' ? integrationErrors.PROVIDER_TIMEOUT : integrationErrors.PROVIDER_FAILED;
  return fail(error, `provider_${code.toLowerCase()}`, {
    wording: { variant: `provider_${code.toLowerCase()}`, suggestedFix: failureCodes[code] },
    ...(retryable ? { retryAfterSeconds: RETRY_AFTER_SECONDS } : {}),
  });
}

/** What happened outside has happened: a ledger that cannot be written now does not undo it. */
async function finishKeepingTheOutcome(
  { db }: Pick<MeterDeps, 'db'>,
  ending: Parameters<typeof finishEvent>[1],
): Promise<void> {
  try {
    await finishEvent(db, ending);
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    // The database is away: the row stays PENDING, and the sweep closes it as INTERRUPTED.
  }
}

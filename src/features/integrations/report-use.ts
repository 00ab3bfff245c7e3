import type { Caller } from '../../core/audit/audit.ts';
import { requestErrors } from '../../core/endpoint/errors.ts';
import type { BodyOf } from '../../core/endpoint/endpoint.ts';
import { insertReportedUse } from '../../core/integrations/events.ts';
import { findProvider } from '../../core/integrations/registry.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { reportUse as contract } from './contract.ts';

const UNEXPLAINED = 'PROVIDER_ERROR';

/** A service's own call enters the ledger as finished. */
export async function reportUse(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  caller: Caller,
  id: string,
  body: BodyOf<typeof contract>,
) {
  const provider = findProvider(id);
  if (!provider) {
    return fail(requestErrors.NOT_FOUND, 'no_such_provider');
  }
  const at = deps.clock.now();
  const eventId = uuidv7(at, deps.random);
  await insertReportedUse(deps.db, {
    eventId,
    provider: provider.id,
    operation: body.operation,
    status: body.status,
    latencyMs: body.latency_ms,
    httpStatus: body.http_status ?? null,
    errorCode: body.status === 'FAIL' ? (body.error_code ?? UNEXPLAINED) : null,
    ref: body.provider_ref ?? null,
    traceId: caller.traceId,
    at,
  });
  return ok({ event_id: eventId });
}

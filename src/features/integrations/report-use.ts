import type { Service } from '../../core/access-tokens/access-token.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { BodyOf } from '../../core/endpoint/endpoint.ts';
import { insertReportedUse } from './event-store.ts';
import { findProvider } from '../../core/integrations/registry.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { reportUse as contract } from './contract.ts';

const UNEXPLAINED = 'PROVIDER_ERROR';

/** A service's own call enters the ledger as finished. */
export async function reportUse(
  deps: Pick<Deps, 'clock' | 'random' | 'db'>,
  { client, service }: { readonly client: ClientInfo; readonly service: Service },
  id: string,
  body: BodyOf<typeof contract>,
) {
  const provider = findProvider(id);
  if (!provider) {
    return fail(requestErrors.NOT_FOUND, 'no_such_provider');
  }
  const occurred = occurrence(deps, client);
  const eventId = uuidv7(occurred.at, deps.random);
  const use = {
    eventId,
    provider: provider.id,
    operation: body.operation,
    status: body.status,
    latencyMs: body.latency_ms,
    httpStatus: body.http_status ?? null,
    errorCode: body.status === 'FAIL' ? (body.error_code ?? UNEXPLAINED) : null,
    ref: body.provider_ref ?? null,
    service: service.name,
  };
  await insertReportedUse(deps.db, use, occurred);
  return ok({ event_id: eventId });
}

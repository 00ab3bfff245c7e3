import type { ViewOf } from '../src/core/endpoint/endpoint.ts';
import { integrationEvents, integrationsStatus } from '../src/features/integrations/contract.ts';
import { signedInCall } from './session.ts';

/** Every outside service, and whose calls its figures are about. */
export type IntegrationList = ViewOf<typeof integrationsStatus>;

/** How an outside service stands. */
export type Integration = IntegrationList['integrations'][number];

/** One call to an outside service, and what became of it. */
export type ProviderCall = ViewOf<typeof integrationEvents>['events'][number];

/** Calls of one provider, newest first, and where the older ones begin. */
export type CallPage = ViewOf<typeof integrationEvents>;

const PAGE_SIZE = '50';

/** Every outside service. */
export async function loadIntegrations() {
  return await signedInCall(integrationsStatus, {});
}

/** The newest calls of a provider, or those before the one with that id. */
export async function loadCalls(provider: string, before: string | null = null) {
  const query = { limit: PAGE_SIZE, ...(before && { before }) };
  return await signedInCall(integrationEvents, {}, { params: { provider }, query });
}

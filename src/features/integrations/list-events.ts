import { requestErrors } from '../../platform/web/errors.ts';
import { findEvents, type LedgerEvent } from './event-store.ts';
import { fixFor } from '../../core/integrations/failure-codes.ts';
import { findProvider } from '../../core/integrations/registry.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { scopeFor } from './scope-for.ts';

const DEFAULT_LIMIT = 50;

interface Asked {
  readonly provider: string;
  readonly limit?: number | undefined;
  readonly before?: string | undefined;
}

/** The calls to one provider that somebody may see, newest first. */
export async function listEvents(
  deps: Pick<Deps, 'clock' | 'db'>,
  signedIn: SignedIn,
  asked: Asked,
) {
  const provider = findProvider(asked.provider);
  if (!provider) {
    return fail(requestErrors.NOT_FOUND, 'no_such_provider');
  }
  const limit = asked.limit ?? DEFAULT_LIMIT;
  const { scope, ownerId } = scopeFor(signedIn, deps.clock.now());
  // One more than asked tells whether there is a next page.
  const found = await findEvents(deps.db, {
    provider: provider.id,
    ownerId,
    limit: limit + 1,
    before: asked.before ?? null,
  });
  const shown = found.slice(0, limit);
  return ok({
    events: shown.map(viewEvent),
    scope,
    next_before: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
  });
}

function viewEvent({ created_at: createdAt, ...event }: LedgerEvent) {
  return { ...event, suggested_fix: fixFor(event.error_code), at: createdAt.toISOString() };
}

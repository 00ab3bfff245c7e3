import type { ClientInfo } from '../../core/audit/audit.ts';
import { metered, type MeterDeps } from '../../core/integrations/metered.ts';
import { findArticles, newsapi } from '../../core/integrations/providers/newsapi.ts';
import { ok } from '../../platform/result.ts';

/** The newest articles about a symbol. */
export async function findNews(
  deps: MeterDeps,
  client: ClientInfo,
  userId: string,
  symbol: string,
) {
  const asked = await metered(deps, {
    provider: newsapi,
    operation: findArticles,
    kind: 'use',
    client,
    userId,
    input: () => symbol,
  });
  if (!asked.ok) {
    return asked;
  }
  const articles = asked.value.value.map(({ publishedAt, ...article }) => ({
    ...article,
    published_at: publishedAt,
  }));
  return ok({ articles, next_before: null, event_id: asked.value.eventId });
}

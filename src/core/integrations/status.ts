import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { addSeconds } from '../../platform/clock.ts';
import type { ConfiguredProvider, Integrations } from './configure.ts';
import { fixFor } from './failure-codes.ts';
import { ownedBy } from './owned-by.ts';
import type { Provider } from './provider.ts';
import { providers } from './registry.ts';

const DAY_SECONDS = 24 * 60 * 60;

/** A provider of which the ledger knows nothing yet. */
const silent = {
  newest_status: null,
  newest_error: null,
  last_used_at: null,
  last_success_at: null,
  uses: 0,
  checks: 0,
  p50: null,
  p95: null,
} as const;

interface StatusRow {
  readonly provider: string;
  readonly newest_status: 'SUCCESS' | 'FAIL' | null;
  readonly newest_error: string | null;
  readonly last_used_at: Date | null;
  readonly last_success_at: Date | null;
  readonly uses: number;
  readonly checks: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/**
 * How every provider stands: one statement over the ledger, over everybody's calls or, with an owner,
 * over theirs alone. The newest of a provider comes from an index each; only the last day is counted.
 */
export function statusStatement(now: Date, ownerId: string | null = null): Sql {
  const owned = ownedBy(ownerId);
  const since = addSeconds(now, -DAY_SECONDS).toISOString();
  const ids = providers.map(({ id }) => id);
  return sql`
    with day as (
      select provider,
        count(*) filter (where kind = 'use' and status = 'SUCCESS')::int as uses,
        count(*) filter (where kind = 'check')::int as checks,
        percentile_disc(0.5) within group (order by latency_ms)::int as p50,
        percentile_disc(0.95) within group (order by latency_ms)::int as p95
      from integration_usage_events
      where created_at > ${since}::timestamptz${owned}
      group by provider
    )
    select asked.provider, newest.status as newest_status, newest.error_code as newest_error,
      used.created_at as last_used_at, succeeded.finished_at as last_success_at,
      coalesce(day.uses, 0) as uses, coalesce(day.checks, 0) as checks, day.p50, day.p95
    from unnest(${ids}::text[]) as asked (provider)
    left join day on day.provider = asked.provider
    left join lateral (
      select status, error_code from integration_usage_events e
      where e.provider = asked.provider${owned} and e.finished_at is not null
        and e.finished_at > ${since}::timestamptz
      order by e.finished_at desc limit 1
    ) newest on true
    left join lateral (
      select created_at from integration_usage_events e
      where e.provider = asked.provider${owned} and e.kind = 'use'
      order by e.created_at desc limit 1
    ) used on true
    left join lateral (
      select finished_at from integration_usage_events e
      where e.provider = asked.provider${owned} and e.status = 'SUCCESS'
      order by e.finished_at desc limit 1
    ) succeeded on true`;
}

interface StatusAsked {
  readonly now: Date;
  /** Whose calls count; null for everybody's. */
  readonly ownerId: string | null;
}

/**
 * Every provider, configured or not, with what the ledger proves of it. Times are ISO 8601. With an
 * owner nothing in it depends on anybody else's calls.
 */
export async function readIntegrationStatus(
  db: Db,
  integrations: Integrations,
  { now, ownerId }: StatusAsked,
) {
  const found = await db.query<StatusRow>(statusStatement(now, ownerId));
  const rows = new Map(found.map((row) => [row.provider, row]));
  return providers
    .filter(({ id }) => isShown(integrations[id]))
    .map((provider) =>
      viewOf(provider, integrations, rows.get(provider.id) ?? { ...silent, provider: provider.id }),
    );
}

/** One that this deployment does not mean to use is nobody's trouble. */
function isShown(configured: ConfiguredProvider): boolean {
  return configured.configured || configured.chosen;
}

function viewOf(provider: Provider, integrations: Integrations, row: StatusRow) {
  const configured = integrations[provider.id];
  const missing = configured.configured ? [] : [...configured.missing];
  const trouble = troubleOf(missing, row);
  return {
    provider: provider.id,
    label: provider.label,
    kind: provider.kind,
    mode: configured.mode,
    configured: configured.configured,
    connected: configured.configured && row.newest_status === 'SUCCESS',
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_success_at: row.last_success_at?.toISOString() ?? null,
    proof_of_use_count_24h: row.uses,
    check_count_24h: row.checks,
    p50_ms: row.p50,
    p95_ms: row.p95,
    missing_env_vars: missing,
    ...trouble,
  };
}

/** What stands between the provider and "connected", and what to do about it. */
function troubleOf(missing: readonly string[], row: StatusRow) {
  if (missing.length > 0) {
    return {
      error_code: 'PROVIDER_NOT_CONFIGURED',
      suggested_fix: `Set ${missing.join(', ')} as the configuration guide says.`,
    };
  }
  if (row.newest_status === 'SUCCESS') {
    return { error_code: null, suggested_fix: null };
  }
  return row.newest_status === 'FAIL'
    ? { error_code: row.newest_error, suggested_fix: fixFor(row.newest_error) }
    : {
        error_code: 'NOT_PROVEN',
        suggested_fix: 'Run a check: no call worked in the last 24 hours.',
      };
}

-- One row for each call to an outside provider: written before the call leaves, finished after it.
-- Never a body, a number or a key. No foreign key and the time in the primary key, so that the table
-- can be cut into monthly partitions without touching a statement.
create table integration_usage_events (
  id uuid not null,
  provider text not null check (provider ~ '^[a-z0-9_-]{2,40}$'),
  operation text not null check (operation ~ '^[a-z0-9_.-]{2,60}$'),
  kind text not null check (kind in ('use', 'check')),
  status text not null default 'PENDING' check (status in ('PENDING', 'SUCCESS', 'FAIL')),
  trace_id text not null check (trace_id ~ '^[0-9a-f]{32}$'),
  latency_ms integer check (latency_ms >= 0),
  http_status integer check (http_status between 100 and 599),
  error_code text check (error_code ~ '^[A-Z][A-Z0-9_]{2,40}$'),
  -- The provider's own id of what it did, such as a message sid.
  provider_ref text check (length(provider_ref) <= 128),
  -- What became of a message after the provider took it.
  delivery_status text check (delivery_status in ('queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed')),
  user_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (id, created_at),
  constraint finished_has_an_end check ((status = 'PENDING') = (finished_at is null)),
  constraint failure_has_a_code check (status <> 'FAIL' or error_code is not null)
);

-- The newest of a provider, and everything of the last day without touching the table.
create index integration_usage_events_newest on integration_usage_events
  (provider, created_at desc, id desc);
create index integration_usage_events_by_day on integration_usage_events (created_at)
  include (provider, kind, status, latency_ms);
create index integration_usage_events_used on integration_usage_events (provider, created_at desc)
  where kind = 'use';
create index integration_usage_events_succeeded on integration_usage_events
  (provider, finished_at desc) where status = 'SUCCESS';
create index integration_usage_events_finished on integration_usage_events
  (provider, finished_at desc) include (status, error_code) where finished_at is not null;
create index integration_usage_events_pending on integration_usage_events (created_at)
  where status = 'PENDING';

grant select, insert, update on integration_usage_events to sallyport_worker;

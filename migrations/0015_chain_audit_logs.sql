-- The audit trail by month, and a chain of seals over its rows; see docs/decisions/0028. PostgreSQL 17
-- or newer: an identity column on a partitioned table.
create temporary table kept_audit_logs on commit drop as table security_audit_logs;
drop table security_audit_logs;

create table security_audit_logs (
  id uuid not null,
  seq bigint generated always as identity,
  occurred_at timestamptz not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  outcome text not null check (outcome in ('success', 'refused')),
  actor_type text not null check (actor_type in ('user', 'anonymous', 'service')),
  actor_id uuid,
  target_type text,
  target_id uuid,
  ip text not null,
  user_agent text not null,
  trace_id text not null check (trace_id ~ '^[0-9a-f]{32}$'),
  metadata jsonb not null default '{}',
  primary key (occurred_at, id)
) partition by range (occurred_at);

-- Each list is read newest first, page by page, by (occurred_at, id).
create index security_audit_logs_by_actor on security_audit_logs (actor_id, occurred_at desc, id desc);
create index security_audit_logs_by_target on security_audit_logs (target_id, occurred_at desc, id desc);
create index security_audit_logs_by_action on security_audit_logs (action, occurred_at desc, id desc);
create index security_audit_logs_by_outcome on security_audit_logs (outcome, occurred_at desc, id desc);
create index security_audit_logs_by_trace on security_audit_logs (trace_id);

create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger security_audit_logs_are_append_only
before update or delete or truncate on security_audit_logs
for each statement execute function refuse_audit_change();

-- What nobody made a month for. It is a partition like the others, and never dropped.
create table security_audit_logs_other partition of security_audit_logs default;
create unique index security_audit_logs_other_id on security_audit_logs_other (id);
create trigger security_audit_logs_other_is_append_only
before update or delete or truncate on security_audit_logs_other
for each statement execute function refuse_audit_change();

-- True when the month was made; false when it is there already, or when rows of it lie in the default.
create function make_audit_month(month date) returns boolean language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
  first date := date_trunc('month', month)::date;
  name text := 'security_audit_logs_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass('public.' || name) is not null then
    return false;
  end if;
  execute format('create table public.%I partition of public.security_audit_logs for values from (%L) to (%L)',
    name, first || ' 00:00:00+00', (first + interval '1 month')::date || ' 00:00:00+00');
  execute format('create unique index %I on public.%I (id)', name || '_id', name);
  execute format('create trigger %I before update or delete or truncate on public.%I '
    'for each statement execute function public.refuse_audit_change()', name || '_is_append_only', name);
  return true;
exception
  when check_violation or duplicate_table then
    return false;
end
$$;
revoke execute on function make_audit_month(date) from public;

-- All that the Worker may create: this month and the next two. How many were made.
create function make_audit_months() returns integer language plpgsql security definer
set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
begin
  return (
    select count(*) from generate_series(0, 2) ahead
    where public.make_audit_month(((now() at time zone 'UTC') + make_interval(months => ahead))::date));
end
$$;
revoke execute on function make_audit_months() from public;

-- A row until it is sealed. Written by the trigger alone, taken away by that of the seals.
create table security_audit_waiting (
  log_id uuid primary key,
  log_occurred_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create table security_audit_seals (
  seq bigint primary key check (seq > 0),
  log_id uuid not null unique,
  log_occurred_at timestamptz not null,
  -- The row's text; null once its month was archived.
  canonical text,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  constraint a_seal_has_its_hash check (
    hash = sha256(previous_hash || int8send(seq) || convert_to(canonical, 'UTF8')))
);

create trigger security_audit_seals_are_append_only
before update or delete or truncate on security_audit_seals
for each statement execute function refuse_audit_change();

-- Months that were exported and dropped.
create table security_audit_archives (
  month text primary key check (month ~ '^\d{4}-\d{2}$'),
  rows bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  file_sha256 text not null,
  archived_at timestamptz not null default now()
);
create trigger security_audit_archives_are_append_only
before update or delete or truncate on security_audit_archives
for each statement execute function refuse_audit_change();

-- An id is used once, whatever the month.
create function await_audit_seal() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.security_audit_seals where log_id = new.id) then
    raise exception 'a row of the audit trail has this id' using errcode = 'unique_violation';
  end if;
  insert into public.security_audit_waiting (log_id, log_occurred_at) values (new.id, new.occurred_at);
  return null;
end
$$;
create trigger security_audit_logs_wait_for_their_seal
after insert on security_audit_logs for each row execute function await_audit_seal();

-- A seal follows on the one before it and is that of a row which waits: there is no gap and no fork,
-- whoever inserts.
create function accept_audit_seals() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
  settled bigint;
begin
  if exists (
    select from added left join public.security_audit_seals before on before.seq = added.seq - 1
    where added.canonical is null or added.previous_hash is distinct from
      case when added.seq = 1 then decode(repeat('00', 32), 'hex') else before.hash end
  ) then
    raise exception 'a seal does not follow on the one before it' using errcode = 'check_violation';
  end if;
  delete from public.security_audit_waiting w using added
  where w.log_id = added.log_id and w.log_occurred_at = added.log_occurred_at;
  get diagnostics settled = row_count;
  if settled <> (select count(*) from added) then
    raise exception 'a seal is that of a row which waits' using errcode = 'unique_violation';
  end if;
  return null;
end
$$;
create trigger security_audit_seals_are_accepted
after insert on security_audit_seals referencing new table as added
for each statement execute function accept_audit_seals();

create view security_audit_trail with (security_invoker = true) as
select s.seq, l.id, l.seq as row_seq, l.occurred_at, l.action, l.outcome, l.actor_type, l.actor_id,
  l.target_type, l.target_id, l.ip, l.user_agent, l.trace_id, l.metadata,
  encode(s.previous_hash, 'hex') as previous_hash, encode(s.hash, 'hex') as hash
from security_audit_logs l left join security_audit_seals s on s.log_id = l.id;

do $months$
begin
  perform make_audit_month(month::date) from (
    select distinct date_trunc('month', occurred_at at time zone 'UTC') as month from kept_audit_logs
  ) used;
  perform make_audit_months();
end
$months$;

insert into security_audit_logs overriding system value
select * from kept_audit_logs order by seq;
select setval(pg_get_serial_sequence('security_audit_logs', 'seq'), max(seq))
from security_audit_logs having max(seq) is not null;

grant select, insert on security_audit_logs, security_audit_seals to sallyport_worker;
grant select on security_audit_waiting, security_audit_archives, security_audit_trail to sallyport_worker;
grant execute on function make_audit_months() to sallyport_worker;

-- What happened, written in the same statement as the thing itself. No foreign keys: a row outlives
-- the person it speaks of. The Worker may add and read, nothing else.
create table security_audit_logs (
  id uuid primary key,
  seq bigint generated always as identity unique,
  occurred_at timestamptz not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  outcome text not null check (outcome in ('success', 'refused')),
  actor_type text not null check (actor_type in ('user', 'anonymous')),
  actor_id uuid,
  target_type text,
  target_id uuid,
  ip text not null,
  user_agent text not null,
  trace_id text not null check (trace_id ~ '^[0-9a-f]{32}$'),
  metadata jsonb not null default '{}'
);

create index security_audit_logs_by_actor on security_audit_logs (actor_id, occurred_at desc);
create index security_audit_logs_by_target on security_audit_logs (target_id, occurred_at desc);
create index security_audit_logs_by_trace on security_audit_logs (trace_id);

grant select, insert on security_audit_logs to sallyport_worker;

-- Not even the owner changes a row by accident.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'security_audit_logs is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger security_audit_logs_are_append_only
before update or delete or truncate on security_audit_logs
for each statement execute function refuse_audit_change();

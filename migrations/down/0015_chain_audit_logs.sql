-- Rows of archived months live in their files alone, and do not come back; nor do the seals.
drop view security_audit_trail;
create temporary table kept_audit_logs on commit drop as table security_audit_logs;
drop table security_audit_logs, security_audit_seals, security_audit_waiting, security_audit_archives;
drop function await_audit_seal, accept_audit_seals, make_audit_months, make_audit_month;

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

insert into security_audit_logs overriding system value
select id, seq, occurred_at, action, outcome,
  case actor_type when 'service' then 'anonymous' else actor_type end, actor_id, target_type,
  target_id, ip, user_agent, trace_id, metadata
from kept_audit_logs order by seq;
select setval(pg_get_serial_sequence('security_audit_logs', 'seq'), max(seq))
from security_audit_logs having max(seq) is not null;

create index security_audit_logs_by_actor on security_audit_logs (actor_id, occurred_at desc);
create index security_audit_logs_by_target on security_audit_logs (target_id, occurred_at desc);
create index security_audit_logs_by_trace on security_audit_logs (trace_id);

grant select, insert on security_audit_logs to sallyport_worker;

create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'security_audit_logs is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger security_audit_logs_are_append_only
before update or delete or truncate on security_audit_logs
for each statement execute function refuse_audit_change();

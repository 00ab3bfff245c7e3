-- What was sealed or erased since stays so, and is no form that older code can verify.
drop function shred_audit_details(integer);
drop trigger security_audit_logs_only_lose_details on security_audit_logs;
drop function refuse_audit_change_but_erasure();
drop trigger security_audit_logs_are_append_only on security_audit_logs;
create trigger security_audit_logs_are_append_only
before update or delete or truncate on security_audit_logs
for each statement execute function refuse_audit_change();

create or replace function audit_canonical(l security_audit_logs) returns text language sql stable as $$
  select '{"v":1,"id":"' || l.id || '","seq":"' || l.seq
    || '","occurred_at":"' || to_char(l.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","action":' || to_json(l.action) || ',"outcome":' || to_json(l.outcome)
    || ',"actor":{"type":' || to_json(l.actor_type)
    || ',"id":' || coalesce(to_json(l.actor_id)::text, 'null')
    || '},"target":{"type":' || coalesce(to_json(l.target_type)::text, 'null')
    || ',"id":' || coalesce(to_json(l.target_id)::text, 'null')
    || '},"ip":' || to_json(l.ip) || ',"user_agent":' || to_json(l.user_agent)
    || ',"trace_id":' || to_json(l.trace_id) || ',"metadata":' || l.metadata || '}'
$$;

create or replace function await_audit_seal() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.security_audit_seals where log_id = new.id) then
    raise exception 'a row of the audit trail has this id' using errcode = 'unique_violation';
  end if;
  insert into public.security_audit_waiting (log_id, log_occurred_at) values (new.id, new.occurred_at);
  return null;
end
$$;

drop table security_audit_erasures;
drop index security_audit_logs_by_deletion;
alter table security_audit_logs drop column details_salt;
grant insert on security_audit_logs to sallyport_worker;

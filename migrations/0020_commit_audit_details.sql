-- Address and browser of an event are sealed as a commitment, so that they can be erased once the
-- person is gone, without a fault in the chain; see docs/decisions/0038.

-- 244 random bits for each row. Rows sealed before have none: their seals hold the details in clear.
alter table security_audit_logs add column details_salt bytea
  constraint security_audit_logs_salt_is_whole check (octet_length(details_salt) = 32);
alter table security_audit_logs alter column details_salt
  set default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

-- The Worker names every other column, and cannot choose the salt.
revoke insert on security_audit_logs from sallyport_worker;
grant insert (id, occurred_at, action, outcome, actor_type, actor_id, target_type, target_id, ip,
  user_agent, trace_id, metadata) on security_audit_logs to sallyport_worker;

drop trigger security_audit_logs_are_append_only on security_audit_logs;
update security_audit_logs l
set details_salt = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
from security_audit_waiting w where w.log_id = l.id and w.log_occurred_at = l.occurred_at;

create index security_audit_logs_by_deletion on security_audit_logs (actor_id)
  where action = 'user.deleted';

-- People who are gone, until nothing is left to erase of them. Written by the trigger alone.
create table security_audit_erasures (
  person_id uuid primary key,
  noted_at timestamptz not null default now()
);

-- An id is used once, whatever the month; and no row is without a salt when it is sealed.
create or replace function await_audit_seal() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from public.security_audit_seals where log_id = new.id) then
    raise exception 'a row of the audit trail has this id' using errcode = 'unique_violation';
  end if;
  if new.details_salt is null then
    raise exception 'a row of the audit trail has a salt' using errcode = 'not_null_violation';
  end if;
  insert into public.security_audit_waiting (log_id, log_occurred_at) values (new.id, new.occurred_at);
  if new.action = 'user.deleted' and new.actor_id is not null then
    insert into public.security_audit_erasures (person_id) values (new.actor_id) on conflict do nothing;
  end if;
  return null;
end
$$;

-- Form 2 of a row, as src/core/audit/chain/canonical.ts has it.
create or replace function audit_canonical(l security_audit_logs) returns text language sql stable as $$
  select '{"v":2,"id":"' || l.id || '","seq":"' || l.seq
    || '","occurred_at":"' || to_char(l.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    || '","action":' || to_json(l.action) || ',"outcome":' || to_json(l.outcome)
    || ',"actor":{"type":' || to_json(l.actor_type)
    || ',"id":' || coalesce(to_json(l.actor_id)::text, 'null')
    || '},"target":{"type":' || coalesce(to_json(l.target_type)::text, 'null')
    || ',"id":' || coalesce(to_json(l.target_id)::text, 'null')
    || '},"details":"' || encode(sha256(l.details_salt || convert_to(
      '{"ip":' || to_json(l.ip) || ',"user_agent":' || to_json(l.user_agent) || '}', 'UTF8')), 'hex')
    || '","trace_id":' || to_json(l.trace_id) || ',"metadata":' || l.metadata || '}'
$$;

-- The one change that a row takes: its details go, once they are sealed and the person whose they are
-- is gone. That is who acted; where nobody was known to act, who it was done to.
create function refuse_audit_change_but_erasure() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
  erased public.security_audit_logs := old;
  person uuid := coalesce(old.actor_id, old.target_id);
begin
  erased.details_salt := null;
  erased.ip := 'erased';
  erased.user_agent := '';
  if old.details_salt is not null and new *= erased
    and exists (
      select from public.security_audit_logs d where d.action = 'user.deleted' and d.actor_id = person)
    and not exists (select from public.users u where u.id = person)
    and not exists (select from public.security_audit_waiting w where w.log_id = old.id)
  then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger security_audit_logs_are_append_only
before delete or truncate on security_audit_logs
for each statement execute function refuse_audit_change();
create trigger security_audit_logs_only_lose_details
before update on security_audit_logs
for each row execute function refuse_audit_change_but_erasure();

-- Erases the details of people who are gone, at most so many rows, and says how many it were. Whose
-- and which is not the caller's choice. Somebody stays noted for a day: what was under way when the
-- account went may be recorded a little later.
create function shred_audit_details(at_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  person uuid;
  since timestamptz;
  shredded integer := 0;
  added integer;
begin
  for person, since in
    select e.person_id, e.noted_at from public.security_audit_erasures e
    where not exists (select from public.users u where u.id = e.person_id)
    order by e.noted_at for update skip locked
  loop
    update public.security_audit_logs l set details_salt = null, ip = 'erased', user_agent = ''
    from (
      select d.occurred_at, d.id from public.security_audit_logs d
      where (d.actor_id = person or (d.actor_id is null and d.target_id = person))
        and d.action <> 'user.deleted' and d.details_salt is not null
        and exists (select from public.security_audit_seals s where s.log_id = d.id)
      limit at_most - shredded
    ) due
    where l.occurred_at = due.occurred_at and l.id = due.id;
    get diagnostics added = row_count;
    shredded := shredded + added;
    if shredded >= at_most then
      return shredded;
    end if;
    delete from public.security_audit_erasures e
    where e.person_id = person and since < now() - interval '1 day' and not exists (
      select from public.security_audit_logs d
      where (d.actor_id = person or (d.actor_id is null and d.target_id = person))
        and d.action <> 'user.deleted' and d.details_salt is not null);
  end loop;
  return shredded;
end
$$;

revoke execute on function shred_audit_details(integer) from public;
grant execute on function shred_audit_details(integer) to sallyport_worker;

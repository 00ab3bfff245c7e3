-- The database makes the seals itself: whoever asks for them cannot say what they hold. See docs/decisions/0030.

-- Times that have one text each, so that no row waits for its seal for ever.
alter table security_audit_logs add constraint security_audit_logs_time_has_a_text
  check (occurred_at >= '2000-01-01 00:00:00+00' and occurred_at < '10000-01-01 00:00:00+00') not valid;

-- Form 1 of a row, as src/core/audit/chain/canonical.ts has it.
create function audit_canonical(l security_audit_logs) returns text language sql stable as $$
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

-- Seals the oldest rows that wait. Two at once stand in line, so what the second reads is what the
-- first has written. The lock is held to the end of the transaction, also when nothing is asked for.
create function seal_audit_rows(at_most integer, out sealed integer, out last_seq bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hash bytea;
  before bytea;
  waiting record;
  ids uuid[] := '{}';
  times timestamptz[] := '{}';
  texts text[] := '{}';
  befores bytea[] := '{}';
  hashes bytea[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtextextended('security_audit_seals', 0));
  sealed := 0;
  select s.seq, s.hash into last_seq, hash from public.security_audit_seals s order by s.seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  hash := coalesce(hash, decode(repeat('00', 32), 'hex'));
  for waiting in
    select w.log_id, w.log_occurred_at, row.canonical
    from (
      select * from public.security_audit_waiting order by log_id limit at_most
    ) w cross join lateral (
      select public.audit_canonical(l) as canonical from public.security_audit_logs l
      where l.occurred_at = w.log_occurred_at and l.id = w.log_id limit 1
    ) row
    order by w.log_id
  loop
    sealed := sealed + 1;
    before := hash;
    hash := sha256(before || int8send(last_seq + sealed) || convert_to(waiting.canonical, 'UTF8'));
    ids := ids || waiting.log_id;
    times := times || waiting.log_occurred_at;
    texts := texts || waiting.canonical;
    befores := befores || before;
    hashes := hashes || hash;
  end loop;
  insert into public.security_audit_seals (seq, log_id, log_occurred_at, canonical, previous_hash, hash)
  select last_seq + made.n, made.log_id, made.log_occurred_at, made.canonical, made.previous_hash, made.hash
  from unnest(ids, times, texts, befores, hashes) with ordinality
    as made (log_id, log_occurred_at, canonical, previous_hash, hash, n);
  last_seq := last_seq + sealed;
end
$$;

revoke execute on function audit_canonical(security_audit_logs), seal_audit_rows(integer) from public;
revoke insert on security_audit_seals from sallyport_worker;
grant execute on function seal_audit_rows(integer) to sallyport_worker;

-- Months that were archived before are told in the chain as well: a text may be missing only where a
-- sealed row says so.
insert into security_audit_logs (id, occurred_at, action, outcome, actor_type, ip, user_agent, trace_id, metadata)
select gen_random_uuid(), now(), 'audit.archived', 'success', 'anonymous', 'unknown', 'audit:archive',
  md5(random()::text), jsonb_build_object('archives', jsonb_agg(jsonb_build_object('month', month,
    'rows', rows, 'first_seq', first_seq, 'last_seq', last_seq, 'file_sha256', file_sha256) order by month))
from security_audit_archives having count(*) > 0;

-- As before, but two things end by themselves. Nobody waits longer than two seconds to seal: every call of a sealer that waited
-- behind a transaction that stays open kept a connection, one more with each try. And a transaction that sealed and then does
-- nothing for five seconds is ended by the server, until it says otherwise itself.
create or replace function seal_audit_rows(at_most integer, out sealed integer, out last_seq bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
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
  sealed := 0;
  if at_most > 0 then
    perform set_config('idle_in_transaction_session_timeout', '5s', true);
    lock table public.security_audit_sealing in exclusive mode;
  end if;
  select s.seq, s.hash into last_seq, hash from public.security_audit_seals s order by s.seq desc limit 1;
  last_seq := coalesce(last_seq, 0);
  hash := coalesce(hash, decode(repeat('00', 32), 'hex'));
  for waiting in
    select w.log_id, w.log_occurred_at, row.canonical
    from (
      select every.log_id, every.log_occurred_at
      from public.security_audit_waiting every cross join lateral (
        select from public.security_audit_logs l
        where l.occurred_at = every.log_occurred_at and l.id = every.log_id limit 1
      ) there
      order by every.log_id limit at_most
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

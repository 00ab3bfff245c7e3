grant execute on function refuse_audit_change(), refuse_audit_change_but_erasure(),
  await_audit_seal(), accept_audit_seals() to public;

do $temporary$
begin
  execute format('grant temporary on database %I to public', current_database());
exception
  when insufficient_privilege then
    null;
end
$temporary$;

revoke update (consumed_at) on auth_bootstrap_tokens from sallyport_worker;
revoke update (settled_at, settled_by, outcome) on two_factor_resets from sallyport_worker;
grant update on auth_bootstrap_tokens, two_factor_resets to sallyport_worker;

create or replace function seal_audit_rows(at_most integer, out sealed integer, out last_seq bigint)
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

create or replace function shred_audit_details(at_most integer) returns integer
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

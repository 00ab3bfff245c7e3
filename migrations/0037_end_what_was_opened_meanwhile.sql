-- A statement sees the rows of the moment it began, also after it waited for the person's row: a session, temp token, trusted
-- browser or set of codes that the one it waited for has just stored would stay. A volatile function looks again, so what an act
-- ends is ended by these, called behind the lock. They run with the caller's own rights. Each returns how many it ended.

-- Sessions: all but `kept`, or all when that is null; of one browser, or of any when `device` is null.
create function end_sessions(person uuid, at timestamptz, kept uuid, device uuid) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.auth_sessions s set revoked_at = at
  where s.user_id = person and s.revoked_at is null and s.id is distinct from kept
    and (device is null or s.device_id = device);
  get diagnostics ended = row_count;
  return ended;
end
$$;

create function end_temp_tokens(person uuid, at timestamptz) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.auth_temp_tokens t set consumed_at = at where t.user_id = person and t.consumed_at is null;
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- Known browsers, trusted or not: all but `kept`, which stays as it is, or all when that is null.
create function forget_devices(person uuid, at timestamptz, kept uuid) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.auth_devices d set revoked_at = at, trust_hash = null, trusted_until = null
  where d.user_id = person and d.revoked_at is null and d.id is distinct from kept;
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- No browser of the person is trusted any more; known ones stay known.
create function end_trust(person uuid) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.auth_devices d set trust_hash = null, trusted_until = null
  where d.user_id = person and d.trust_hash is not null;
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- Backup codes: every set but `kept_set`, or all when that is null.
create function end_backup_codes(person uuid, kept_set uuid) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  delete from public.backup_codes b where b.user_id = person and b.set_id is distinct from kept_set;
  get diagnostics ended = row_count;
  return ended;
end
$$;

revoke execute on function end_sessions(uuid, timestamptz, uuid, uuid), end_temp_tokens(uuid, timestamptz),
  forget_devices(uuid, timestamptz, uuid), end_trust(uuid), end_backup_codes(uuid, uuid) from public;
grant execute on function end_sessions(uuid, timestamptz, uuid, uuid), end_temp_tokens(uuid, timestamptz),
  forget_devices(uuid, timestamptz, uuid), end_trust(uuid), end_backup_codes(uuid, uuid) to sallyport_worker;

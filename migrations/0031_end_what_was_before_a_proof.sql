-- Whoever proves an address for the first time must not inherit what somebody else set up on the account. A statement sees
-- the rows of the moment it began, also after it waited for the person's row: a session that was opened meanwhile would
-- stay. A volatile function looks again, so these are called behind the lock. They run with the caller's own rights, and
-- the row of `users` is left to the statement, which may change it only once.

-- Ends every session, pending sign-in and known browser of the person. Whether a session was alive.
create function end_entries(person uuid, at timestamptz) returns boolean
language plpgsql as $$
declare
  was_signed_in boolean;
begin
  update public.auth_sessions s set revoked_at = at where s.user_id = person and s.revoked_at is null;
  was_signed_in := found;
  update public.auth_temp_tokens t set consumed_at = at where t.user_id = person and t.consumed_at is null;
  update public.auth_devices d set revoked_at = at, trust_hash = null, trusted_until = null
  where d.user_id = person and d.revoked_at is null;
  return was_signed_in;
end
$$;

-- Takes away backup codes, a phone number that waits for its code, and a reset that is under way. What the person had set
-- up, `second_factor` and `phone`, the columns of `users` included: those are cleared by the statement that calls this.
create function end_factors(person uuid, at timestamptz) returns text[]
language plpgsql as $$
declare
  had text[] := '{}';
  held public.users;
begin
  select u.* into held from public.users u where u.id = person;
  if held.two_factor_secret_encrypted is not null then
    had := had || 'second_factor'::text;
  end if;
  delete from public.backup_codes b where b.user_id = person;
  delete from public.phone_verifications p where p.user_id = person;
  if found or held.phone_e164 is not null then
    had := had || 'phone'::text;
  end if;
  update public.two_factor_resets r set settled_at = at, outcome = 'cancelled'
  where r.user_id = person and r.settled_at is null;
  update public.auth_mail_tokens t set consumed_at = at
  where t.user_id = person and t.purpose = 'cancel_two_factor_reset' and t.consumed_at is null;
  return had;
end
$$;

revoke execute on function end_entries(uuid, timestamptz), end_factors(uuid, timestamptz) from public;
grant execute on function end_entries(uuid, timestamptz), end_factors(uuid, timestamptz) to sallyport_worker;

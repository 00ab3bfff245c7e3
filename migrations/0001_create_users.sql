-- The Worker signs in with a login role that is a member of this one; it owns nothing.
-- Roles belong to the whole cluster, so the role may be there already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sallyport_worker') then
    create role sallyport_worker nologin;
  end if;
exception
  when duplicate_object or unique_violation then null; -- another database of this cluster was faster
end
$$;

grant usage on schema public to sallyport_worker;

create table users (
  id uuid primary key,
  -- Trimmed, NFC and lower-cased before it comes here; the check is the second guard.
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  password_hash text not null check (password_hash like '$argon2id$%'),
  status text not null default 'active' check (status in ('active', 'locked')),
  roles text[] not null default '{USER}'
    check (roles <@ array['USER', 'ADMIN', 'BILLING_ADMIN', 'SUPPORT'] and cardinality(roles) > 0),
  email_verified_at timestamptz,
  two_factor_enabled boolean not null default false,
  -- v1.<key id>.<iv>.<ciphertext+tag>, bound to this row; present while pending and while on.
  two_factor_secret_encrypted text check (two_factor_secret_encrypted like 'v1.%.%.%'),
  two_factor_pending_until timestamptz,
  two_factor_enrolled_at timestamptz,
  two_factor_last_used_at timestamptz,
  -- The newest 30-second step a code was accepted for; a code at or below it is a replay.
  two_factor_last_step bigint,
  phone_e164 text check (phone_e164 ~ '^\+[1-9][0-9]{6,14}$'),
  phone_verified_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint two_factor_on_has_secret check (
    not two_factor_enabled
    or (two_factor_secret_encrypted is not null and two_factor_enrolled_at is not null
        and two_factor_last_step is not null)
  )
);

grant select, insert, update on users to sallyport_worker;

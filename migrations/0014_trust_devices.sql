-- A browser its owner trusts opens the second door with a secret instead of a code. The secret is
-- another after every use; those that were used are kept to tell a copy from a stranger.
alter table auth_devices
  add column place text,
  add column trust_hash text unique check (trust_hash ~ '^[0-9a-f]{64}$'),
  add column trusted_until timestamptz,
  add constraint trust_has_an_end check ((trust_hash is null) = (trusted_until is null));

alter table auth_sessions drop constraint auth_sessions_method_check;
alter table auth_sessions add constraint auth_sessions_method_check
  check (method in ('password', 'totp', 'backup_code', 'trusted_device'));

create table auth_trust_tokens (
  token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  device_id uuid not null,
  user_id uuid not null,
  replaced_at timestamptz not null,
  foreign key (device_id, user_id) references auth_devices (id, user_id) on delete cascade
);

create index auth_trust_tokens_by_device on auth_trust_tokens (device_id, user_id);

grant select, insert, delete on auth_trust_tokens to sallyport_worker;

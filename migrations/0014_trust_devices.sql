-- A browser its owner trusts opens the second door with a secret instead of a code. The secret is
-- another after every use; the one before it is kept to tell a copy from a race.
alter table auth_devices
  add column place text,
  add column trust_hash text unique check (trust_hash ~ '^[0-9a-f]{64}$'),
  add column previous_trust_hash text unique check (previous_trust_hash ~ '^[0-9a-f]{64}$'),
  add column trust_rotated_at timestamptz,
  add column trusted_until timestamptz,
  add constraint trust_has_an_end check ((trust_hash is null) = (trusted_until is null));

alter table auth_sessions drop constraint auth_sessions_method_check;
alter table auth_sessions add constraint auth_sessions_method_check
  check (method in ('password', 'totp', 'backup_code', 'trusted_device'));

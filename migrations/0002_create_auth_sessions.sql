create table auth_sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  -- SHA-256 of the token in hex; the token itself is only in the browser's cookie.
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  -- How often the token was exchanged; the new token is a keyed hash of the id and this number.
  rotation integer not null default 0,
  -- After a rotation the old token lives on for a few seconds, for tabs that were under way.
  previous_token_hash text unique check (previous_token_hash ~ '^[0-9a-f]{64}$'),
  previous_valid_until timestamptz,
  method text not null check (method in ('password', 'totp', 'backup_code')),
  created_at timestamptz not null,
  -- The last time the person proved who they are; a fresh session counts from here.
  authenticated_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null,
  user_agent text not null
);

create index auth_sessions_live_by_user on auth_sessions (user_id) where revoked_at is null;

grant select, insert, update on auth_sessions to sallyport_worker;

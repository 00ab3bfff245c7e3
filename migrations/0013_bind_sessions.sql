-- Where a session is at home: its network (/24 or /64) and its kind of browser. One that moves is
-- noted, asked to confirm, or ended, as the deployment has it.
alter table auth_sessions
  add column network text not null default '',
  add column browser text not null default '',
  add column place text,
  -- The network and browser it was last seen with when that was not its own.
  add column moved_to text,
  add column moved_at timestamptz;

-- Tokens that were exchanged for new ones. Whoever shows one after the grace has stolen or been stolen from.
create table auth_session_tokens (
  token_hash text primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  session_id uuid not null references auth_sessions (id) on delete cascade,
  replaced_at timestamptz not null
);

create index auth_session_tokens_by_session on auth_session_tokens (session_id);
create index auth_sessions_by_end on auth_sessions (expires_at);
create index auth_temp_tokens_by_end on auth_temp_tokens (expires_at);
create index auth_devices_by_end on auth_devices (expires_at);

grant select, insert, delete on auth_session_tokens to sallyport_worker;

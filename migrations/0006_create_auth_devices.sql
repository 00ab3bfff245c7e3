-- A browser that signed in before has a counter of its own, so that strangers who fail on an account
-- cannot keep its owner out. One browser may know several accounts.
create table auth_devices (
  id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  ip text not null,
  user_agent text not null,
  primary key (id, user_id)
);

create index auth_devices_live_by_user on auth_devices (user_id) where revoked_at is null;

alter table auth_sessions add column device_id uuid;

grant select, insert, update on auth_devices to sallyport_worker;

-- What a person holds between the two doors: good for five minutes, once.
create table auth_temp_tokens (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  purpose text not null check (purpose in ('second_factor')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  ip text not null,
  user_agent text not null
);

create index auth_temp_tokens_open_by_user on auth_temp_tokens (user_id) where consumed_at is null;

grant select, insert, update on auth_temp_tokens to sallyport_worker;

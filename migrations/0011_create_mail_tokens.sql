-- What a mailed link carries: good once, for the person it was made for. One that was asked for with
-- an address without an account has no person, and opens nothing.
create table auth_mail_tokens (
  id uuid primary key,
  user_id uuid references users (id) on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password', 'keep_account')),
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);

create index auth_mail_tokens_open_by_user on auth_mail_tokens (user_id, purpose) where consumed_at is null;
create index auth_mail_tokens_by_end on auth_mail_tokens (expires_at);

grant select, insert, update, delete on auth_mail_tokens to sallyport_worker;

-- The reset of a second factor that somebody asked for: carried out when it is due, unless the person
-- cancels it, or at once when a second person approves. One at a time for each person.
create table two_factor_resets (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  requested_by uuid not null,
  requested_at timestamptz not null,
  -- Null when nobody could be told: then only a second person can carry it out.
  due_at timestamptz,
  settled_at timestamptz,
  settled_by uuid,
  outcome text check (outcome in ('done', 'cancelled', 'withdrawn')),
  constraint settled_has_an_outcome check ((settled_at is null) = (outcome is null))
);

create unique index two_factor_resets_open on two_factor_resets (user_id) where settled_at is null;
create index two_factor_resets_due on two_factor_resets (due_at) where settled_at is null;

grant select, insert, update on two_factor_resets to sallyport_worker;

alter table auth_mail_tokens drop constraint auth_mail_tokens_purpose_check;
alter table auth_mail_tokens add constraint auth_mail_tokens_purpose_check check
  (purpose in ('verify_email', 'reset_password', 'keep_account', 'cancel_two_factor_reset'));

-- The way to the first ADMIN. Made by whoever owns the database; the Worker can only spend it.
create table auth_bootstrap_tokens (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);

create unique index auth_bootstrap_tokens_open on auth_bootstrap_tokens ((true)) where consumed_at is null;

grant select, update on auth_bootstrap_tokens to sallyport_worker;

-- The list of people, by each way to sort and to filter it.
create index users_newest on users (created_at desc, id desc);
create index users_by_email_prefix on users (email text_pattern_ops);
create index users_admins on users (id) where 'ADMIN' = any(roles);
create index auth_sessions_last_seen_by_user on auth_sessions (user_id, last_seen_at desc);

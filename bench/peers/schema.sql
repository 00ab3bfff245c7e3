-- The tables better-auth 1.7 wants, with the indexes its own generator makes.
create table "user" (
  id text primary key, name text not null, email text not null unique, email_verified boolean not null default false,
  image text, created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
  two_factor_enabled boolean default false
);
create table session (
  id text primary key, expires_at timestamptz not null, token text not null unique,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
  ip_address text, user_agent text, user_id text not null references "user" (id) on delete cascade
);
create index session_user_id on session (user_id);
create table account (
  id text primary key, account_id text not null, provider_id text not null,
  user_id text not null references "user" (id) on delete cascade,
  access_token text, refresh_token text, id_token text, access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz, scope text, password text,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create index account_user_id on account (user_id);
create table verification (
  id text primary key, identifier text not null, value text not null, expires_at timestamptz not null,
  created_at timestamptz not null default now(), updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);
create table two_factor (
  id text primary key, secret text not null, backup_codes text not null,
  user_id text not null references "user" (id) on delete cascade, verified boolean default true,
  failed_verification_count integer default 0, locked_until timestamptz
);
create index two_factor_secret on two_factor (secret);
create index two_factor_user_id on two_factor (user_id);
-- What the bare Worker asks for.
create table note (id integer primary key, text text not null);
insert into note values (1, 'the ceiling');

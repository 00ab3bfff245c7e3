-- A letter is written in the same statement as the thing it tells of, and sent afterwards. No secret
-- is in it: a link's token is made again from its id when the letter is sent.
create table mail_outbox (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  -- Null for a letter that was asked for to an address without an account; it is never sent.
  user_id uuid references users (id) on delete cascade,
  to_address text not null check (length(to_address) between 3 and 254),
  -- What the text speaks of: when, from where, with which browser. Never a secret.
  facts jsonb not null default '{}',
  -- The mail token whose link is in it.
  token_id uuid,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'dead')),
  attempts integer not null default 0 check (attempts >= 0),
  next_attempt_at timestamptz not null,
  -- Held by the courier until then.
  leased_until timestamptz,
  -- After this the letter helps nobody any more.
  expires_at timestamptz not null,
  error_code text check (error_code ~ '^[A-Z][A-Z0-9_]{2,40}$'),
  trace_id text not null check (trace_id ~ '^[0-9a-f]{32}$'),
  created_at timestamptz not null,
  sent_at timestamptz,
  constraint sent_has_a_time check ((state = 'sent') = (sent_at is not null))
);

create index mail_outbox_due on mail_outbox (next_attempt_at, id) where state in ('queued', 'failed');
create index mail_outbox_by_user on mail_outbox (user_id, created_at desc);
create index mail_outbox_by_age on mail_outbox (created_at);

grant select, insert, update, delete on mail_outbox to sallyport_worker;

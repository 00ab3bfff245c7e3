-- When an address got its newest e-mails of a kind: at most a handful of moments. Taking a place is an
-- update of this one row, so parallel statements take their places one after the other.
create table mail_recent (
  to_address text not null check (length(to_address) between 3 and 254),
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  placed_at timestamptz[] not null,
  newest_at timestamptz not null,
  primary key (to_address, kind)
);

create index mail_recent_by_age on mail_recent (newest_at);

grant select, insert, update, delete on mail_recent to sallyport_worker;

-- The number of the place that this e-mail takes in the window that ends at `at`; null when all of them
-- are taken. The places of an address and kind are given out by the row's lock, never by a count read before.
create function take_mail_place(
  address text, mail_kind text, at timestamptz, capacity integer, window_seconds integer
) returns integer
language sql volatile as $$
  insert into public.mail_recent as r (to_address, kind, placed_at, newest_at)
  values (address, mail_kind, array[at], at)
  on conflict (to_address, kind) do update
  set placed_at = array(
      select t from unnest(r.placed_at) t where t > at - make_interval(secs => window_seconds)
    ) || at,
    newest_at = greatest(r.newest_at, at)
  where (
    select count(*) from unnest(r.placed_at) t where t > at - make_interval(secs => window_seconds)
  ) < capacity
  returning cardinality(r.placed_at)
$$;

-- Who gave which role to whom, and when: two people who approve one act must not be one person with a second account. Only
-- added to; the newest row of a person and role counts. A role without a row was held long ago and came from nobody.
create table role_grants (
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('USER', 'ADMIN', 'BILLING_ADMIN', 'SUPPORT')),
  granted_by uuid not null,
  granted_at timestamptz not null
);

create index role_grants_newest on role_grants (user_id, role, granted_at desc);

grant select, insert on role_grants to sallyport_worker;

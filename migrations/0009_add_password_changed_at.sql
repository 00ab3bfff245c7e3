-- When the password was last chosen. A sign-in that was compared before a change is refused after it;
-- a hash that is only renewed at another cost is no change.
alter table users add column password_changed_at timestamptz;
update users set password_changed_at = created_at;
alter table users alter column password_changed_at set not null, alter column password_changed_at set default now();

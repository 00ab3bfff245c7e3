-- A code is 16 characters: three select the row, thirteen are hashed, so one check costs one hash.
create table backup_codes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  -- The codes made together; a new set replaces the old one whole.
  set_id uuid not null,
  selector text not null check (selector ~ '^[0-9A-HJKMNP-TV-Z]{3}$'),
  code_hash text not null check (code_hash like '$argon2id$%'),
  used_at timestamptz,
  created_at timestamptz not null,
  unique (set_id, selector)
);

create index backup_codes_by_user on backup_codes (user_id, selector);

create view user_backup_code_hashes with (security_invoker = true) as
select user_id, jsonb_agg(code_hash order by selector) as two_factor_backup_codes_hash
from backup_codes
where used_at is null
group by user_id;

grant select, insert, update, delete on backup_codes to sallyport_worker;
grant select on user_backup_code_hashes to sallyport_worker;

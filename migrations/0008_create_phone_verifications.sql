-- A number that waits for the code sent to it; one for each person. The code is kept as a keyed hash.
create table phone_verifications (
  user_id uuid primary key references users (id) on delete cascade,
  phone_e164 text not null check (phone_e164 ~ '^\+[1-9][0-9]{6,14}$'),
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

grant select, insert, update, delete on phone_verifications to sallyport_worker;

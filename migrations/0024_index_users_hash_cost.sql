-- What the dearest password hash costs to compute, KiB of memory times passes. An address without an account costs as much,
-- so that the time of a refused sign-in says nothing after the cost was changed. Hashes that are never computed have no cost.
create index users_by_hash_cost on users ((
  substring(password_hash from '^[$]argon2id[$]v=19[$]m=([0-9]{1,5}),')::integer
  * substring(password_hash from '^[$]argon2id[$]v=19[$]m=[0-9]{1,5},t=([1-4]),')::integer
));

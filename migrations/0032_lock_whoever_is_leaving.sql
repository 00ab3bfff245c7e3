-- Somebody who asked to be deleted can be locked by staff. `deletes_at` stays: once unlocked, the account is leaving again,
-- and until then neither the mailed link nor the sweep touches it.
alter table users drop constraint leaving_has_an_end;
alter table users add constraint leaving_has_an_end check (
  case status when 'leaving' then deletes_at is not null when 'active' then deletes_at is null else true end);

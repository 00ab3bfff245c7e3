drop table auth_trust_tokens;
delete from auth_sessions where method = 'trusted_device';
alter table auth_sessions drop constraint auth_sessions_method_check;
alter table auth_sessions add constraint auth_sessions_method_check
  check (method in ('password', 'totp', 'backup_code'));
alter table auth_devices
  drop constraint trust_has_an_end,
  drop column place,
  drop column trust_hash,
  drop column trusted_until;

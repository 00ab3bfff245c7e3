drop index auth_sessions_last_seen_by_user;
drop index users_admins;
drop index users_by_email_prefix;
drop index users_newest;
drop table auth_bootstrap_tokens;
delete from auth_mail_tokens where purpose = 'cancel_two_factor_reset';
alter table auth_mail_tokens drop constraint auth_mail_tokens_purpose_check;
alter table auth_mail_tokens add constraint auth_mail_tokens_purpose_check
  check (purpose in ('verify_email', 'reset_password', 'keep_account'));
drop table two_factor_resets;

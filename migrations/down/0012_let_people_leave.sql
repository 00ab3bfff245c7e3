revoke delete on users, auth_sessions, auth_temp_tokens, auth_devices from sallyport_worker;
drop index users_leaving;
update users set status = 'locked', deletes_at = null where status = 'leaving';
alter table users drop constraint leaving_has_an_end, drop column deletes_at;
alter table users drop constraint users_status_check;
alter table users add constraint users_status_check check (status in ('active', 'locked'));

-- Somebody who asked to be deleted cannot sign in, and can change their mind until `deletes_at`.
alter table users drop constraint users_status_check;
alter table users add constraint users_status_check check (status in ('active', 'locked', 'leaving'));
alter table users add column deletes_at timestamptz;
alter table users add constraint leaving_has_an_end check ((status = 'leaving') = (deletes_at is not null));

create index users_leaving on users (deletes_at) where status = 'leaving';

-- Rows of people who left, and of what nobody can use any more, are taken away by the sweep.
grant delete on users, auth_sessions, auth_temp_tokens, auth_devices to sallyport_worker;

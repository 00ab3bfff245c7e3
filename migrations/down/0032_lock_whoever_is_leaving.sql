-- A lock outranks the wish to leave: whoever is locked stays locked, and asks again.
update users set deletes_at = null where status = 'locked';
alter table users drop constraint leaving_has_an_end;
alter table users add constraint leaving_has_an_end check ((status = 'leaving') = (deletes_at is not null));

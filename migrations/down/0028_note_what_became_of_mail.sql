alter table users drop column mail_refused_at, drop column mail_refused;
alter table mail_outbox drop column delivery_at, drop column delivery, drop column provider_ref;

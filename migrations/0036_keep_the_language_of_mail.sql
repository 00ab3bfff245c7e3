-- In which language an e-mail is written; null is English, as all were before.
alter table mail_outbox add column locale text check (locale in ('en', 'de'));

-- What the mail provider reported of an e-mail that it took: by its own id, and never backwards.
alter table mail_outbox add column provider_ref text check (length(provider_ref) between 1 and 200);
alter table mail_outbox add column delivery text
  check (delivery in ('delayed', 'delivered', 'bounced', 'complained'));
alter table mail_outbox add column delivery_at timestamptz;
alter table mail_outbox add constraint delivery_has_a_time check ((delivery is null) = (delivery_at is null));

create index mail_outbox_by_provider_ref on mail_outbox (provider_ref) where provider_ref is not null;

-- The mailbox refused our e-mail for good, or its owner called it spam: it gets only what it asks for.
alter table users add column mail_refused text check (mail_refused in ('bounced', 'complained'));
alter table users add column mail_refused_at timestamptz;
alter table users add constraint mail_refused_has_a_time
  check ((mail_refused is null) = (mail_refused_at is null));

-- How the trail is read besides by time, action, actor and target (0015): by session, and by the
-- beginnings of words. Punctuation is cut away first, so that an address or a
-- browser's name is found by any of its parts.
create function audit_words(action text, ip text, user_agent text, metadata jsonb) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('simple'::regconfig, translate(
    action || ' ' || ip || ' ' || user_agent || ' ' || metadata::text,
    '._-:/;,()[]{}"''@+=&<>|\', repeat(' ', 25)))
$$;

create index security_audit_logs_by_session on security_audit_logs ((metadata ->> 'session_id'), occurred_at desc)
  where metadata ->> 'session_id' is not null;
create index security_audit_logs_by_words on security_audit_logs
  using gin (audit_words(action, ip, user_agent, metadata));

drop function present_session(text, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz,
  text, text, text, uuid, text, text, text, boolean);
alter table auth_sessions drop column resumed_at;

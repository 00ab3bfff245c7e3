-- The names by which these things are usually looked for. Each shows no more than its table does to whoever
-- reads it (security_invoker), and no secret, hash or salt at all. The Worker asks the tables and has no
-- right on these; the owner may grant a reader both.
create view roles with (security_invoker = true) as
select role as name from unnest(array['USER', 'ADMIN', 'BILLING_ADMIN', 'SUPPORT']) role;

create view user_roles with (security_invoker = true) as
select u.id as user_id, role from users u cross join unnest(u.roles) role;

create view sessions with (security_invoker = true) as
select id, user_id, method, created_at, authenticated_at, last_seen_at, expires_at, revoked_at, ip, user_agent
from auth_sessions;

create view audit_logs with (security_invoker = true) as
select id, seq, occurred_at, action, outcome, actor_type, actor_id, target_type, target_id, ip, user_agent,
  trace_id, metadata
from security_audit_logs;

create view email_verifications with (security_invoker = true) as
select id, user_id, created_at, expires_at, consumed_at from auth_mail_tokens where purpose = 'verify_email';

create view password_resets with (security_invoker = true) as
select id, user_id, created_at, expires_at, consumed_at from auth_mail_tokens where purpose = 'reset_password';

create view user_mfa with (security_invoker = true) as
select u.id as user_id, u.two_factor_enabled as enabled, u.two_factor_enrolled_at as enrolled_at,
  u.two_factor_last_used_at as last_used_at,
  (select count(*) from backup_codes b where b.user_id = u.id and b.used_at is null) as backup_codes_remaining
from users u;

revoke all on roles, user_roles, sessions, audit_logs, email_verifications, password_resets, user_mfa
from public, sallyport_worker;

drop view roles, user_roles, sessions, audit_logs, email_verifications, password_resets, user_mfa;

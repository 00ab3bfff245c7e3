drop index security_audit_logs_by_words;
drop index security_audit_logs_by_session;
drop function audit_words;

drop table security_audit_logs;
drop function refuse_audit_change();

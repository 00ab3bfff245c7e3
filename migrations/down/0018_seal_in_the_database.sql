drop function seal_audit_rows, audit_canonical;
alter table security_audit_logs drop constraint security_audit_logs_time_has_a_text;
grant insert on security_audit_seals to sallyport_worker;

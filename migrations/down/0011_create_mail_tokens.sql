drop table auth_mail_tokens;

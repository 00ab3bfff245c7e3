drop function take_mail_place(text, text, timestamptz, integer, integer);
drop table mail_recent;

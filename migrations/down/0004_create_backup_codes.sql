drop view user_backup_code_hashes;
drop table backup_codes;

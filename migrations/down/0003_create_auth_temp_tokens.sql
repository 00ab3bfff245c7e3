drop table auth_temp_tokens;

drop table role_grants;

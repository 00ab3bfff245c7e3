drop table phone_verifications;

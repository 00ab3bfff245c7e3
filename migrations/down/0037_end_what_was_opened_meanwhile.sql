drop function end_sessions(uuid, timestamptz, uuid, uuid);
drop function end_temp_tokens(uuid, timestamptz);
drop function forget_devices(uuid, timestamptz, uuid);
drop function end_trust(uuid);
drop function end_backup_codes(uuid, uuid);

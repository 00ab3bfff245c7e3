alter table auth_sessions drop column device_id;
drop table auth_devices;

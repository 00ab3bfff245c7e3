-- The role stays: it belongs to the cluster, and other databases may use it.
drop table users;
revoke usage on schema public from sallyport_worker;

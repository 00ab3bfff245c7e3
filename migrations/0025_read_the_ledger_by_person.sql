-- A person is told of their own calls only: each provider's newest, and their own counts of a day.
create index integration_usage_events_of_person on integration_usage_events
  (user_id, provider, created_at desc, id desc) include (kind, status, latency_ms)
  where user_id is not null;
create index integration_usage_events_of_person_finished on integration_usage_events
  (user_id, provider, finished_at desc) include (status, error_code)
  where user_id is not null and finished_at is not null;

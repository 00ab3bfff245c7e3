drop table integration_usage_events;

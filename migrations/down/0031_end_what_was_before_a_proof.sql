drop function end_entries(uuid, timestamptz);
drop function end_factors(uuid, timestamptz);

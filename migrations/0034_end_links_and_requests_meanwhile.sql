-- As the functions of 0037: a mailed link, or a request of staff to remove the second factor, that was stored while an action
-- waited for the person's row is ended too. Called behind the lock, with the caller's own rights; each returns how many it ended.

-- Open links of these purposes.
create function end_mail_tokens(person uuid, at timestamptz, purposes text[]) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.auth_mail_tokens t set consumed_at = at
  where t.user_id = person and t.purpose = any(purposes) and t.consumed_at is null;
  get diagnostics ended = row_count;
  return ended;
end
$$;

-- A request to remove the second factor, and the links that cancel it; `cancelled_by` is whose action makes it pointless.
create function cancel_two_factor_resets(person uuid, at timestamptz, cancelled_by uuid) returns integer
language plpgsql as $$
declare
  ended integer;
begin
  update public.two_factor_resets r set settled_at = at, outcome = 'cancelled', settled_by = cancelled_by
  where r.user_id = person and r.settled_at is null;
  get diagnostics ended = row_count;
  perform public.end_mail_tokens(person, at, '{cancel_two_factor_reset}');
  return ended;
end
$$;

revoke execute on function end_mail_tokens(uuid, timestamptz, text[]),
  cancel_two_factor_resets(uuid, timestamptz, uuid) from public;
grant execute on function end_mail_tokens(uuid, timestamptz, text[]),
  cancel_two_factor_resets(uuid, timestamptz, uuid) to sallyport_worker;

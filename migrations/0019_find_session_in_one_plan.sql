-- The look-up behind every signed-in request. As a function its plan is made once for each connection
-- of the server and not for each request, and what is rarely written is planned when it is written.
-- It runs with the caller's own rights. Every time and policy comes from the Worker.
create function find_session(
  shown text, at timestamptz, idle_since timestamptz, seen_since timestamptz, grace_start timestamptz,
  policy text, here_network text, here_browser text,
  audit_id uuid, caller_ip text, caller_agent text, caller_trace text
) returns table (session auth_sessions, account users, is_previous boolean, has_moved boolean)
language plpgsql rows 1 as $$
declare
  living record;
  is_living boolean;
  held public.auth_sessions;
  there text := here_network || ' ' || here_browser;
  is_noted boolean;
  ends boolean;
  copied record;
begin
  select s as session, u as account, s.token_hash <> shown as is_previous,
    coalesce(s.network <> '' and (s.network <> here_network or s.browser <> here_browser), false) as has_moved
  into living
  from public.auth_sessions s join public.users u on u.id = s.user_id
  where (s.token_hash = shown or (s.previous_token_hash = shown and s.previous_valid_until > at))
    and s.revoked_at is null and s.expires_at > at and s.last_seen_at > idle_since
    and u.status = 'active';

  is_living := found;

  -- A token that was exchanged longer ago than the grace: somebody has a copy of it.
  if not is_living or living.is_previous then
    update public.auth_sessions s set revoked_at = at
    from public.auth_session_tokens t
    where t.token_hash = shown and t.replaced_at <= grace_start
      and s.id = t.session_id and s.revoked_at is null
    returning s.id, s.user_id into copied;
    if found then
      insert into public.security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
        target_type, target_id, ip, user_agent, trace_id, metadata)
      values (audit_id, at, 'session.reused', 'refused', 'user', copied.user_id, 'user', copied.user_id,
        caller_ip, caller_agent, caller_trace, jsonb_build_object('session_id', copied.id));
    end if;
  end if;
  if not is_living then
    return;
  end if;

  -- Most requests write nothing. Whoever does holds the row first, so that a move is noted once.
  held := living.session;
  is_noted := living.has_moved and held.moved_to is distinct from there
    and (held.moved_at is null or held.moved_at < seen_since);
  ends := living.has_moved and policy = 'strict';
  if held.last_seen_at < seen_since or is_noted or ends then
    select s.* into held from public.auth_sessions s
    where s.id = held.id and s.revoked_at is null for no key update;
    if not found then
      return;
    end if;
    is_noted := living.has_moved and held.moved_to is distinct from there
      and (held.moved_at is null or held.moved_at < seen_since);
    update public.auth_sessions s set last_seen_at = at,
      moved_to = case when is_noted then there else s.moved_to end,
      moved_at = case when is_noted then at else s.moved_at end,
      revoked_at = case when ends then at end
    where s.id = held.id;
    if is_noted then
      insert into public.security_audit_logs (id, occurred_at, action, outcome, actor_type, actor_id,
        target_type, target_id, ip, user_agent, trace_id, metadata)
      values (audit_id, at, 'session.moved', case when policy = 'observe' then 'success' else 'refused' end,
        'user', held.user_id, 'user', held.user_id, caller_ip, caller_agent, caller_trace,
        jsonb_build_object('policy', policy, 'session_id', held.id));
    end if;
  end if;

  session := living.session;
  account := living.account;
  is_previous := living.is_previous;
  has_moved := living.has_moved;
  return next;
end
$$;

revoke execute on function find_session(text, timestamptz, timestamptz, timestamptz, timestamptz,
  text, text, text, uuid, text, text, text) from public;
grant execute on function find_session(text, timestamptz, timestamptz, timestamptz, timestamptz,
  text, text, text, uuid, text, text, text) to sallyport_worker;

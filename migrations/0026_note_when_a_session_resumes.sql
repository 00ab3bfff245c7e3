-- Staff read for as long as they go on without a pause: `resumed_at` is when a session was used again after a longer one.
-- It is written by the statement that moves `last_seen_at` on, and so costs no write of its own. present_session is that of
-- migration 0022 with one more parameter, `pause_since`; the one before stays until no Worker calls it.
alter table auth_sessions add column resumed_at timestamptz;

create function present_session(
  shown text, at timestamptz, idle_since timestamptz, seen_since timestamptz, pause_since timestamptz,
  grace_start timestamptz,
  policy text, here_network text, here_browser text,
  audit_id uuid, caller_ip text, caller_agent text, caller_trace text, with_credentials boolean
) returns json
language plpgsql as $$
declare
  living record;
  is_living boolean;
  held public.auth_sessions;
  there text := here_network || ' ' || here_browser;
  is_noted boolean;
  ends boolean;
  copied record;
  recorded boolean := false;
begin
  select s.id, s.last_seen_at, s.moved_to, s.moved_at, w.has_moved, w.is_previous,
    json_build_object(
      'session_id', s.id, 'method', s.method, 'session_created_at', s.created_at,
      'authenticated_at', s.authenticated_at, 'last_seen_at', s.last_seen_at, 'expires_at', s.expires_at,
      'resumed_at', s.resumed_at,
      'device_id', s.device_id, 'rotation', s.rotation,
      'presented_previous', w.is_previous, 'has_moved', w.has_moved,
      'account_id', u.id, 'email', u.email, 'roles', u.roles, 'email_verified_at', u.email_verified_at,
      'phone_e164', u.phone_e164, 'phone_verified_at', u.phone_verified_at, 'account_created_at', u.created_at,
      'two_factor_enabled', u.two_factor_enabled,
      'two_factor_secret_encrypted', u.two_factor_secret_encrypted,
      'two_factor_pending_until', u.two_factor_pending_until,
      'two_factor_enrolled_at', u.two_factor_enrolled_at,
      'two_factor_last_used_at', u.two_factor_last_used_at,
      'two_factor_last_step', u.two_factor_last_step::text,
      'password_hash', case when with_credentials then u.password_hash end,
      'backup_codes', case when with_credentials then (
        select coalesce(json_agg(json_build_object(
          'id', b.id, 'selector', b.selector, 'codeHash', b.code_hash, 'used', b.used_at is not null)), '[]')
        from public.backup_codes b where b.user_id = u.id) end) as answer
  into living
  from public.auth_sessions s join public.users u on u.id = s.user_id
    cross join lateral (select s.token_hash <> shown as is_previous,
      coalesce(s.network <> '' and (s.network <> here_network or s.browser <> here_browser), false) as has_moved) w
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
      recorded := true;
    end if;
  end if;
  if not is_living then
    return case when recorded then json_build_object('session', null, 'recorded', true) end;
  end if;

  -- Most requests write nothing. Whoever does holds the row first, so that a move is noted once.
  is_noted := living.has_moved and living.moved_to is distinct from there
    and (living.moved_at is null or living.moved_at < seen_since);
  ends := living.has_moved and policy = 'strict';
  if living.last_seen_at < seen_since or is_noted or ends then
    select s.* into held from public.auth_sessions s
    where s.id = living.id and s.revoked_at is null for no key update;
    if not found then
      return case when recorded then json_build_object('session', null, 'recorded', true) end;
    end if;
    is_noted := living.has_moved and held.moved_to is distinct from there
      and (held.moved_at is null or held.moved_at < seen_since);
    update public.auth_sessions s set last_seen_at = at,
      resumed_at = case when s.last_seen_at < pause_since then at else s.resumed_at end,
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
      recorded := true;
    end if;
  end if;

  return json_build_object('session', living.answer, 'recorded', recorded);
end
$$;

revoke execute on function present_session(text, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz,
  text, text, text, uuid, text, text, text, boolean) from public;
grant execute on function present_session(text, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz,
  text, text, text, uuid, text, text, text, boolean) to sallyport_worker;

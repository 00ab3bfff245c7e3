drop function cancel_two_factor_resets(uuid, timestamptz, uuid);
drop function end_mail_tokens(uuid, timestamptz, text[]);

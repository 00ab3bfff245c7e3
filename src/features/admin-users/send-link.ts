import { mailClosed } from '../../core/notify/email/errors.ts';
import { keepMailToken, newMailToken } from '../../core/tokens/mail-token.ts';
import type { Deps } from '../../deps.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { ok } from '../../platform/result.ts';
import { act, mayAct, unseen, type ActDeps, type Acting } from './act.ts';

type LinkDeps = ActDeps & Pick<Deps, 'mailer' | 'vault'>;

const links = Object.freeze({
  verify_email: {
    permission: 'users.verification.resend',
    action: 'email.verification_requested',
    window: 'resend-address',
  },
  reset_password: {
    permission: 'users.password_reset.start',
    action: 'password.reset_requested',
    window: 'forgot-address',
  },
} as const);

/** Mails the link that confirms the address again, to somebody who needs it. */
export async function resendVerification(deps: LinkDeps, acting: Acting) {
  const when = sql`allowed.status = 'active' and allowed.email_verified_at is null`;
  return await sendLink(deps, acting, 'verify_email', when);
}

/** Mails the person a link to choose a new password, as they could have done themselves. One that is locked would not be opened by it. */
export async function startPasswordReset(deps: LinkDeps, acting: Acting) {
  return await sendLink(deps, acting, 'reset_password', sql`allowed.status = 'active'`);
}

async function sendLink(deps: LinkDeps, acting: Acting, purpose: keyof typeof links, when: Sql) {
  if (!deps.mailer.open) {
    return mailClosed();
  }
  const { permission, action, window } = links[purpose];
  // Looked at first, because a place is the person's own; then taken, before the e-mail is written.
  const foreseen = await mayAct(deps, acting, permission, when);
  if (!foreseen.ok) {
    return foreseen;
  }
  const place = await deps.limiter.take(window, acting.targetId);
  if (!place.ok) {
    return place;
  }
  const sent = await act(deps, acting, permission, async (occurred) => {
    const link = await newMailToken(deps, purpose, occurred);
    return {
      action,
      when,
      does: sql`kept as (${keepMailToken(sql`won.user_id`, link, occurred)} from won),`,
      mail: deps.mailer.compose(purpose, unseen(occurred), { link }),
    };
  });
  return sent.ok ? ok({}) : sent;
}

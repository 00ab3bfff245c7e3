import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { hashNewPassword } from '../../core/passwords/hash-new-password.ts';
import { sessionEnded } from '../../core/sessions/errors.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';
import { replacePassword } from './store.ts';

/** A new password for somebody who proved a moment ago who they are. Every other session ends. */
export async function change(
  deps: Pick<
    Deps,
    'clock' | 'random' | 'db' | 'hasher' | 'mailer' | 'config' | 'integrations' | 'outbound'
  >,
  client: ClientInfo,
  { account, session }: SignedIn,
  password: string,
) {
  const { id: userId, email } = account;
  const hashed = await hashNewPassword(deps, client, { password, email, userId });
  if (!hashed.ok) {
    return hashed;
  }
  const occurred = occurrence(deps, client);
  const letter = deps.mailer.compose('password_changed', occurred);
  const replacement = { sessionId: session.id, passwordHash: hashed.value, letter };
  return (await replacePassword(deps.db, replacement, occurred)) ? ok({}) : sessionEnded();
}

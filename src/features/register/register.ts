import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { accountErrors } from '../../core/accounts/errors.ts';
import { adviseByMail } from '../../core/accounts/mail-advice.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { requireCaptcha } from '../../core/captcha/require-captcha.ts';
import { weighPassword } from '../../core/passwords/check-new-password.ts';
import { hashNewPassword } from '../../core/passwords/hash-new-password.ts';
import { newMailToken } from '../../core/tokens/mail-token.ts';
import type { Deps } from '../../deps.ts';
import { sql } from '../../platform/db/sql.ts';
import { fail, ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { newcomer } from './newcomer.ts';
import { insertUser } from './store.ts';

interface Registration {
  readonly email: string;
  readonly password: string;
  readonly captcha_token?: string | undefined;
}

type RegisterDeps = Pick<
  Deps,
  | 'clock'
  | 'random'
  | 'db'
  | 'limiter'
  | 'hasher'
  | 'vault'
  | 'mailer'
  | 'config'
  | 'integrations'
  | 'outbound'
>;

/**
 * Creates an account. The password is weighed and the person looked at before the address is counted,
 * and all of it before anything is hashed.
 * Where mail can be sent, an address that has an account gets the answer of a new one, at the same
 * cost, and its owner an e-mail; only where it cannot the client is told.
 */
export async function register(
  deps: RegisterDeps,
  client: ClientInfo,
  { email, password, captcha_token: token }: Registration,
) {
  const weighed = await weighPassword(deps.config, { password, email });
  if (!weighed.ok) {
    return weighed;
  }
  const shown = await requireCaptcha(deps, client, {
    action: 'register',
    token,
    whenUnreachable: 'refuse',
  });
  if (!shown.ok) {
    return shown;
  }
  const place = await deps.limiter.take('register-address', email);
  if (!place.ok) {
    return place;
  }
  const hashed = await hashNewPassword(deps, client, { password, email, userId: null });
  if (!hashed.ok) {
    return hashed;
  }
  const passwordHash = hashed.value;
  const occurred = occurrence(deps, client);
  const link = await newMailToken(deps, 'verify_email', occurred);
  const registration = {
    id: uuidv7(occurred.at, deps.random),
    email,
    passwordHash,
    link,
    welcome: deps.mailer.compose('verify_email', occurred, { link }),
    advice: await adviseByMail(
      deps,
      { email, toConfirmed: 'address_taken', when: sql`exists (select from known)` },
      occurred,
    ),
  };
  const account = await insertUser(deps.db, registration, occurred);
  if (!account && !deps.mailer.open) {
    return fail(accountErrors.EMAIL_TAKEN, 'taken');
  }
  const user = viewUser(account ?? newcomer(registration, occurred.at));
  return ok({ user, mail_sent: deps.mailer.open });
}

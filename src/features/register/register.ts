import { occurrence, type Caller } from '../../core/audit/audit.ts';
import { viewUser } from '../../core/accounts/view.ts';
import { passwordErrors } from '../../core/passwords/errors.ts';
import { findWeakness } from '../../core/passwords/password-rules.ts';
import type { Deps } from '../../deps.ts';
import { fail, ok } from '../../platform/result.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { registerErrors } from './errors.ts';
import { insertUser } from './store.ts';

interface Registration {
  readonly email: string;
  readonly password: string;
}

/** Creates an account. The password is weighed before it is hashed, the address counted before both. */
export async function register(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'hasher'>,
  caller: Caller,
  { email, password }: Registration,
) {
  const weakness = findWeakness(password, email);
  if (weakness) {
    return fail(passwordErrors.PASSWORD_TOO_WEAK, `password_${weakness}`);
  }
  const place = await deps.limiter.take('register-address', email);
  if (!place.ok) {
    return place;
  }
  const passwordHash = await deps.hasher.hash('password-pepper', password);
  const occurred = occurrence(deps, caller);
  const id = uuidv7(occurred.at, deps.random);
  const account = await insertUser(deps.db, { id, email, passwordHash }, occurred);
  return account ? ok({ user: viewUser(account) }) : fail(registerErrors.EMAIL_TAKEN, 'taken');
}

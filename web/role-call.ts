import type { Endpoint, InputOf, ViewOf } from '../src/core/endpoint/endpoint.ts';
import type { Address, Reply } from './api.ts';
import { freshCall } from './fresh-call.ts';
import { loadSession } from './session.ts';

/**
 * For what needs a role: like `freshCall`, but when the role is gone or two-factor authentication is off, who
 * is signed in is looked up again, and the page says what it says to such a person.
 */
export async function roleCall<E extends Endpoint>(
  contract: E,
  body: InputOf<E>,
  address: Address = {},
): Promise<Reply<ViewOf<E>>> {
  const reply = await freshCall(contract, body, address);
  if (!reply.ok && /^(TWO_FACTOR_REQUIRED|FORBIDDEN)$/.test(reply.problem.error_code)) {
    await loadSession();
  }
  return reply;
}

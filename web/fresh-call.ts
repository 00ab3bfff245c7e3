import type { Endpoint, InputOf, ViewOf } from '../src/core/endpoint/endpoint.ts';
import type { Address, Reply } from './api.ts';
import { confirmed } from './confirmation.ts';
import { isStale, loadSession, shownAccount, signedInCall } from './session.ts';

/** `confirmed`: the person has just entered everything again, so their last code is used up. */
export type Freshness = 'fresh' | 'confirmed' | 'declined';

/** Like `signedInCall`, but asks for a confirmation when the server does, and then goes on. */
export async function freshCall<E extends Endpoint>(
  contract: E,
  body: InputOf<E>,
  address: Address = {},
): Promise<Reply<ViewOf<E>>> {
  // The same person before and after the confirmation, or it is refused.
  const forWhom = { account: shownAccount(), ...address };
  const reply = await signedInCall(contract, body, forWhom);
  return isStale(reply) && (await confirmed('late'))
    ? await signedInCall(contract, body, forWhom)
    : reply;
}

/**
 * Asks before the person types a code that the confirmation would use up. The server is asked first:
 * by its clock the ten minutes count, not by this device's.
 */
export async function ensureFresh(): Promise<Freshness> {
  const reply = await loadSession();
  if (!reply.ok || reply.value.session.fresh_until !== null) {
    return 'fresh'; // what is wrong with the connection will show with the act itself
  }
  return (await confirmed('late')) ? 'confirmed' : 'declined';
}

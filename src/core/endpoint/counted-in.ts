import type { WindowName } from '../limits/limits.ts';
import type { Endpoint } from './endpoint.ts';

type Counted = Pick<Endpoint, 'method' | 'guard' | 'limit' | 'personLimit'>;

/** The window of the client's network address; null when the contract says why there is none. */
export function addressWindow({ limit }: Counted): WindowName | null {
  return typeof limit === 'object' || limit === 'person-writes' ? null : limit;
}

/**
 * The window of the person who is signed in. Whatever changes something has one, unless the contract
 * says why it is counted in none at all or names another.
 */
export function personWindow({ method, guard, limit, personLimit }: Counted): WindowName | null {
  const isOfPerson = guard === 'session' || guard === 'fresh' || guard === 'role';
  const isWrite = method !== 'GET' && isOfPerson && typeof limit !== 'object';
  return personLimit ?? (isWrite ? 'person-writes' : null);
}

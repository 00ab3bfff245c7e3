import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { listUsers, showUser } from '../../../src/features/admin-users/contract.ts';
import { roleCall } from '../../role-call.ts';

/** A person in the list. */
export type User = ViewOf<typeof listUsers>['users'][number];

/** How many people fit. */
export type Matching = NonNullable<ViewOf<typeof listUsers>['matching']>;

/** A person with the reset that is under way. */
export type Shown = ViewOf<typeof showUser>['user'];

/** What the list is narrowed to; a field that is not there narrows nothing. */
export type Wish = Readonly<Partial<Record<WishName, string>>>;

export const wishNames = Object.freeze([
  'query',
  'role',
  'status',
  'two_factor',
  'verified',
  'sort',
] as const);

/** What the list is sorted by. */
export type Sort = 'created_at' | 'last_seen_at' | 'email';

/** The order of a list; the newest first when nothing else was chosen. */
export function sortOf({ sort }: Wish): Sort {
  return sort === 'last_seen_at' || sort === 'email' ? sort : 'created_at';
}

type WishName = (typeof wishNames)[number];

const PAGE_SIZE = '50';

/** People who fit, or those after the page that said `before`. */
export async function loadUsers(wish: Wish, before: string | null) {
  const query = { ...wish, limit: PAGE_SIZE, ...(before && { before }) };
  return await roleCall(listUsers, {}, { query });
}

export async function loadUser(id: string) {
  return await roleCall(showUser, {}, { params: { id } });
}

import { isConfirmed, type Account } from '../accounts/account.ts';
import { permissions, permissionsOf, type Permission } from './permissions.ts';

/**
 * Who may make the calls that cost the deployment money: those whose role allows it, every person with
 * a confirmed address too, or everybody with an account, for a stack where no call costs anything.
 */
export const meteredAudiences = ['staff', 'everyone', 'unconfirmed'] as const;

export type MeteredFor = (typeof meteredAudiences)[number];

/** What it takes to know for whom the metered calls are open. */
export interface MeteredDeps {
  readonly config: { readonly METERED_FOR: MeteredFor };
  /** Whether an address can be confirmed at all. */
  readonly mailer: { readonly open: boolean };
}

type Person = Pick<Account, 'emailVerifiedAt' | 'roles'>;

/** The one permission that a deployment may give to people without a role. */
const OPEN: Permission = 'integrations.use';

/** Whether the deployment gives this person the permission, whatever their roles. */
export function isOpenTo(
  { config: { METERED_FOR: audience }, mailer }: MeteredDeps,
  person: Person,
  permission: Permission | undefined,
): boolean {
  return (
    permission === OPEN &&
    (audience === 'unconfirmed' || (audience === 'everyone' && isConfirmed(person, mailer.open)))
  );
}

/** Everything that this person may do, by their roles and by what the deployment opens to people. */
export function permissionsFor(deps: MeteredDeps, person: Person): readonly Permission[] {
  const allowed = permissionsOf(person.roles);
  return permissions.filter((one) => allowed.includes(one) || isOpenTo(deps, person, one));
}

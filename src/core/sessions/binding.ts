import type { ClientInfo } from '../audit/audit.ts';
import { networkOf } from '../../platform/web/client-address.ts';

/** What happens to a session that is shown from another network or by another kind of browser. */
export const bindingPolicies = ['off', 'observe', 'step_up', 'strict'] as const;

export type BindingPolicy = (typeof bindingPolicies)[number];

/** Where a request comes from, as far as a session is bound to it. */
export interface Whereabouts {
  /** `198.51.100.0/24`, `2001:db8:0:0::/64` or `unknown`. */
  readonly network: string;
  /** `Firefox on Linux`. */
  readonly browser: string;
}

type KindOfBrowser = (typeof import('../../platform/web/describe-browser.ts'))['kindOfBrowser'];

/** Once loaded it is at hand: `import()` costs every request of a session more than the question itself. */
let loaded: KindOfBrowser | null = null;

/** The names of browsers are loaded by the first who asks: no start of an isolate waits for them. */
export async function whereaboutsOf({ ip, userAgent }: ClientInfo): Promise<Whereabouts> {
  loaded ??= (await import('../../platform/web/describe-browser.ts')).kindOfBrowser;
  return { network: networkOf(ip), browser: loaded(userAgent) };
}

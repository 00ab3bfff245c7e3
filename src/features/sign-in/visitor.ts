import type { Caller } from '../../core/audit/audit.ts';
import type { Secret } from '../../platform/secret.ts';
import type { Failure } from '../../platform/result.ts';
import type { DeviceCookie } from '../../core/devices/device-cookie.ts';

/** Who is knocking: the caller, and the browser if it signed in before. */
export interface Visitor {
  readonly caller: Caller;
  readonly device: DeviceCookie | null;
  /** What a trusted browser shows instead of a code. */
  readonly trust: Secret | null;
  /** The window of the client's address is spent: refused with this, unless the browser has room of its own. */
  readonly addressSpent: Failure | null;
}

import type { ClientInfo } from '../../core/audit/audit.ts';
import type { Secret } from '../../platform/secret.ts';
import type { Failure } from '../../platform/result.ts';
import type { DeviceCookie } from '../../core/devices/device-cookie.ts';

/** Who asks to sign in: the client, and the browser if it signed in before. */
export interface SignInContext {
  readonly client: ClientInfo;
  readonly device: DeviceCookie | null;
  /** What a trusted browser shows instead of a code. */
  readonly trust: Secret | null;
  /** The window of the client's address is spent: refused with this, unless the browser has room of its own. */
  readonly addressSpent: Failure | null;
}

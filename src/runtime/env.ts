import type { SpendBudget } from '../core/notify/budget-object.ts';
import type { MailCourier } from './mail-worker.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { AuditSealer } from './sealer.ts';

/** Bindings; the variables beside them are read by config.ts alone. */
export interface Env {
  readonly ASSETS: Fetcher;
  readonly RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  readonly SPEND_BUDGET: DurableObjectNamespace<SpendBudget>;
  readonly MAIL_COURIER: DurableObjectNamespace<MailCourier>;
  readonly AUDIT_SEALER: DurableObjectNamespace<AuditSealer>;
}

import type { Config } from './config.ts';
import type { AuditDb } from './core/audit/notice-audit.ts';
import type { AuditHeads } from './core/audit/published-heads.ts';
import type { Integrations } from './core/integrations/configure.ts';
import type { Outbound } from './core/integrations/outbound.ts';
import type { Limiter } from './core/limits/limiter.ts';
import type { Readiness } from './core/limits/readiness.ts';
import type { Mailer } from './core/notify/email/email.ts';
import type { Budget } from './core/notify/spend.ts';
import type { HashQueue } from './core/passwords/hash-queue.ts';
import type { Hasher } from './core/passwords/password-hash.ts';
import type { Vault } from './core/vault/vault.ts';
import type { Clock } from './platform/clock.ts';
import type { Random } from './platform/random.ts';

/** Everything with an effect. Built once per request in worker.ts, replaced whole in tests. */
export interface Deps {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly db: AuditDb;
  readonly auditHeads: AuditHeads;
  readonly limiter: Limiter;
  readonly readiness: Readiness;
  readonly vault: Vault;
  readonly hashQueue: HashQueue;
  readonly hasher: Hasher;
  readonly outbound: Outbound;
  readonly integrations: Integrations;
  readonly budget: Budget;
  readonly mailer: Mailer;
}

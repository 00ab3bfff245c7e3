import type { ProviderId } from '../../integrations/provider.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db/db.ts';
import type { Log } from '../../../platform/log.ts';
import type { Random } from '../../../platform/random.ts';
import type { Ending, WaitingEmail } from './outbox.ts';
import type { Mail, MailTransport } from './transport.ts';

/** What outlives an alarm, in the object's own storage. */
export interface MailWorkerMemory {
  /** Durable when it resolves. */
  keep(ending: Ending): Promise<void>;
  /** Endings the database may not know. */
  kept(): readonly Ending[];
  forget(emailId: string): void;
  /** The lease of the batch that was taken last. */
  lease: Date | null;
  /** The server failed so often in a row, and is left alone until then. */
  rest: { readonly failures: number; readonly until: Date } | null;
}

export interface MailWorkerParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly db: Db;
  readonly log: Log;
  readonly memory: MailWorkerMemory;
  readonly provider: ProviderId;
  readonly transport: MailTransport;
  /** The e-mail in words. Throws when it cannot be written. */
  readonly write: (mail: WaitingEmail) => Promise<Mail>;
}

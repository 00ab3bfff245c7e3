import { askObject } from '../limits/ask-object.ts';
import { honestly } from '../limits/honestly.ts';
import type { CpuTime } from '../../platform/deadline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { auditErrors } from './errors.ts';
import type { PublishedHeads } from './head-memory.ts';

/** The signed heads of the audit trail, from where the owner of the database cannot reach them. */
export interface AuditHeads {
  published(): Promise<Result<PublishedHeads>>;
}

/** The name of the one object that seals. */
export const SEALER = 'sallyport-sealer';

const RETRY_AFTER_SECONDS = 5;

/** `ask` asks the object; null while it is not configured. */
export function durableHeads(
  ask: () => Promise<PublishedHeads | null>,
  cpuTime: CpuTime,
): AuditHeads {
  return {
    published: async () =>
      await honestly(async () => {
        const asked = await askObject(ask, cpuTime);
        return asked?.answer
          ? ok(asked.answer)
          : fail(auditErrors.AUDIT_HEADS_UNAVAILABLE, 'no_answer_from_sealer', {
              retryAfterSeconds: RETRY_AFTER_SECONDS,
            });
      }),
  };
}

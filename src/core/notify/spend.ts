import type { CpuTime } from '../../platform/deadline.ts';
import { integrationErrors } from '../integrations/errors.ts';
import { limitErrors } from '../limits/errors.ts';
import { askObject } from '../limits/ask-object.ts';
import { honestly } from '../limits/honestly.ts';
import type { Vault } from '../vault/vault.ts';
import { encodeHex } from '../../platform/crypto/encoding.ts';
import { fail, type Failure } from '../../platform/result.ts';
import type { Cap } from './budget.ts';
import type { SpendBudget } from './budget-object.ts';

/** Spending under caps. Every answer that is not `ok` is a refusal ready to be returned. */
export interface Budget {
  /** Charges one unit under every cap of this kind of spending, or none. */
  spend(kind: string, caps: readonly Cap[]): Promise<{ readonly ok: true } | Failure>;
}

const RETRY_AFTER_SECONDS = 5;

/** The budget over a durable object for each kind. Keys leave the Worker only as an HMAC; no answer is a refusal. */
export function durableBudget(
  objects: DurableObjectNamespace<SpendBudget>,
  vault: Pick<Vault, 'mac'>,
  cpuTime: CpuTime,
): Budget {
  return {
    async spend(kind, caps) {
      const hidden = await Promise.all(
        caps.map(async ({ key, period, units }) => ({
          key: encodeHex(await vault.mac('limit-subject', `${kind}:${key}`)),
          period,
          units,
        })),
      );
      const object = objects.get(objects.idFromName(kind));
      return await honestly(async () => {
        const asked = await askObject(async () => await object.spend(hidden), cpuTime);
        if (!asked) {
          return fail(limitErrors.LIMITER_UNAVAILABLE, 'budget_unavailable', {
            retryAfterSeconds: RETRY_AFTER_SECONDS,
          });
        }
        return asked.answer.allowed
          ? ({ ok: true } as const)
          : fail(integrationErrors.BUDGET_EXCEEDED, `budget_${kind}`, {
              retryAfterSeconds: asked.answer.retryAfterSeconds,
            });
      });
    },
  };
}

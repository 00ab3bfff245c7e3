import { DurableObject } from 'cloudflare:workers';

import { mailWorkerLimits } from './limits.ts';
import { ApiError } from '../../../platform/errors.ts';
import { bugLine } from '../../../platform/log.ts';
import { backoffSeconds } from './backoff.ts';
import type { MailWorkerMemory, MailWorkerParts } from './mail-worker-parts.ts';
import type { Ending } from './outbox.ts';

const NO_TRACE = '0'.repeat(32);

/**
 * The class of the one object that carries e-mails. One alarm runs at a time, and nothing else sends.
 * `build` makes what it needs from the Worker's `env`, for each alarm anew; null while no mail can be sent.
 */
export function mailWorkerObject<Env>(
  build: (env: Env) => Promise<Omit<MailWorkerParts, 'memory'> | null>,
) {
  return class extends DurableObject<Env> {
    /** There may be something to carry. */
    async wake(): Promise<void> {
      const { rest } = memoryIn(this.ctx.storage);
      await this.#comeBack(Math.max(Date.now(), rest?.until.getTime() ?? 0));
    }

    override async alarm(): Promise<void> {
      const parts = await build(this.env);
      if (!parts) {
        return;
      }
      const { kv } = this.ctx.storage;
      try {
        const { carryEmails } = await import('./mail-worker.ts');
        const next = await carryEmails({ ...parts, memory: memoryIn(this.ctx.storage) });
        kv.delete('troubles');
        if (next) {
          await this.#comeBack(next.getTime());
        }
      } catch (error) {
        if (!(error instanceof ApiError)) {
          parts.log.write(bugLine(NO_TRACE, error));
        }
        const troubles = (kv.get<number>('troubles') ?? 0) + 1;
        kv.put('troubles', troubles);
        const wait = backoffSeconds(troubles, backoff, Math.random());
        await this.#comeBack(Date.now() + wait * 1000);
      }
    }

    /** An alarm that is nearer stays: somebody may have called during this one. */
    async #comeBack(at: number): Promise<void> {
      const set = await this.ctx.storage.getAlarm();
      if (set === null || set > at) {
        await this.ctx.storage.setAlarm(at);
      }
    }
  };
}

/** A database that is away is asked again as a mail server is. */
const backoff = Object.freeze({
  firstSeconds: mailWorkerLimits.firstRestSeconds,
  maxSeconds: mailWorkerLimits.maxRestSeconds,
});

const SENT = 'sent:';
const NOT_SENT = 'ended:';

/**
 * The mail worker's memory in the object's storage. An e-mail that the server took is marked `sent:<id>`
 * before the database is told, so a database that is away then is told later and not sent for again.
 */
function memoryIn(storage: DurableObjectStorage): MailWorkerMemory {
  const { kv } = storage;
  return {
    async keep(ending) {
      kv.put(`${ending.state === 'sent' ? SENT : NOT_SENT}${ending.emailId}`, ending);
      await storage.sync();
    },
    kept: () =>
      [SENT, NOT_SENT].flatMap((prefix) =>
        [...kv.list<Ending>({ prefix })].map(([, ending]) => ending),
      ),
    forget(emailId) {
      kv.delete(`${SENT}${emailId}`);
      kv.delete(`${NOT_SENT}${emailId}`);
    },
    get lease() {
      return kv.get<Date>('lease') ?? null;
    },
    set lease(lease) {
      kv.put('lease', lease);
    },
    get rest() {
      return kv.get<NonNullable<MailWorkerMemory['rest']>>('rest') ?? null;
    },
    set rest(rest) {
      kv.put('rest', rest);
    },
  };
}

import { DurableObject } from 'cloudflare:workers';

import { sealLimits } from './limits.ts';
import { ApiError } from '../../platform/errors.ts';
import { bugLine, type Log } from '../../platform/log.ts';
import { headMemory, type PublishedHeads } from './head-memory.ts';
import { sealAndSign, type SealingDeps } from './seal-and-sign.ts';

/** What the object needs besides its memory; null while the configuration is incomplete. */
export interface Sealing {
  readonly log: Log;
  readonly parts: Omit<SealingDeps, 'memory'> | null;
}

const NO_TRACE = '0'.repeat(32);

/**
 * The class of the one object that seals the audit trail and keeps its signed heads, out of reach of
 * anyone who owns the database. `build` makes what it needs from the Worker's `env`, for each run anew.
 */
export function sealerObject<Env>(build: (env: Env) => Sealing) {
  return class extends DurableObject<Env> {
    readonly #memory = headMemory(this.ctx.storage.kv);

    /**
     * Rows were written. However often it is called, rows are sealed about once a second.
     * @returns when they will be, in Unix milliseconds: whatever is written before then will be among them.
     */
    async wake(): Promise<number> {
      const { everyMilliseconds, atOnceMilliseconds } = sealLimits;
      const ranAt = this.ctx.storage.kv.get<number>('ran_at') ?? 0;
      const wait = Math.max(atOnceMilliseconds, ranAt + everyMilliseconds - Date.now());
      return await this.#comeBack(Date.now() + Math.min(wait, everyMilliseconds));
    }

    override async alarm(): Promise<void> {
      const { log, parts } = build(this.env);
      if (!parts) {
        return;
      }
      this.ctx.storage.kv.put('ran_at', Date.now());
      try {
        const next = await sealAndSign({ ...parts, memory: this.#memory }, { mustSign: false });
        // Anyone who woke it meanwhile was told when it comes: the head can wait for that.
        if (next && (await this.ctx.storage.getAlarm()) === null) {
          await this.ctx.storage.setAlarm(next.getTime());
        }
      } catch (error) {
        if (!(error instanceof ApiError)) {
          log.write(bugLine(NO_TRACE, error));
        }
        await this.#comeBack(Date.now() + sealLimits.retrySeconds * 1000);
      }
    }

    /** Seals what waits and signs a head over it now. */
    async signNow(): Promise<void> {
      const { parts } = build(this.env);
      if (parts) {
        await sealAndSign({ ...parts, memory: this.#memory }, { mustSign: true });
      }
    }

    /** Heads and breaks, for everybody; null while the configuration is incomplete. */
    async heads(): Promise<PublishedHeads | null> {
      const { parts } = build(this.env);
      return parts ? await this.#memory.published(await parts.signer()) : null;
    }

    /** An alarm that is nearer stays; when it is. */
    async #comeBack(at: number): Promise<number> {
      const set = await this.ctx.storage.getAlarm();
      if (set !== null && set <= at) {
        return set;
      }
      await this.ctx.storage.setAlarm(at);
      return at;
    }
  };
}

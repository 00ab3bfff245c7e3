import { DurableObject } from 'cloudflare:workers';

import { decide, type Cap, type Spent, type SpendDecision } from './budget.ts';

const FORGET_AFTER_MILLISECONDS = 40 * 24 * 60 * 60 * 1000;

const nameOf = ({ key, period }: Cap) => `${period}:${key}`;

/**
 * A durable counter of what was spent. One object holds every cap of one kind of spending, so that
 * all caps of a message are checked and charged together. It never awaits, so that is atomic.
 */
export class SpendBudget extends DurableObject {
  /** Charges one unit under every cap, or none. */
  spend(caps: readonly Cap[]): SpendDecision {
    const { kv } = this.ctx.storage;
    const { allowed, retryAfterSeconds, charges } = decide(
      caps,
      (cap) => kv.get<Spent>(nameOf(cap)) ?? null,
      new Date(),
    );
    for (const { cap, period, units } of charges) {
      kv.put(nameOf(cap), { period, units });
    }
    if (allowed) {
      this.ctx.waitUntil(this.#scheduleSweep());
    }
    return { allowed, retryAfterSeconds };
  }

  /** Forgets what was spent in periods long gone. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    for (const [name, { period }] of this.ctx.storage.kv.list<Spent>()) {
      if (now - Date.parse(period) > FORGET_AFTER_MILLISECONDS) {
        this.ctx.storage.kv.delete(name);
      }
    }
    await this.#scheduleSweep();
  }

  async #scheduleSweep(): Promise<void> {
    if ((await this.ctx.storage.getAlarm()) === null) {
      await this.ctx.storage.setAlarm(Date.now() + FORGET_AFTER_MILLISECONDS);
    }
  }
}

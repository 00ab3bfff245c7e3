import { loadConfig } from '../config.ts';
import { sweepAccounts } from '../core/accounts/sweep.ts';
import { makeMonths } from '../core/audit/make-months.ts';
import { sweepLedger } from '../core/integrations/sweep.ts';
import { sweepOutbox } from '../core/notify/email/sweep-outbox.ts';
import { features } from '../features.ts';
import { inBackground } from '../platform/db/db.ts';
import { consoleLog } from '../platform/log.ts';
import { systemRandom } from '../platform/random.ts';
import { runSteps } from './run-steps.ts';
import { createDeps } from './deps.ts';
import type { Env } from './env.ts';
import { wakeMailWorker } from './mail-worker.ts';
import { sealerOf } from './sealer.ts';

/**
 * Closes ledger rows that a dead isolate left open, sends e-mails nobody was called for, takes away
 * what is over, does what features do then, and signs a head. Whatever fails stops nothing else.
 */
export async function everyFiveMinutes(env: Env): Promise<void> {
  const config = loadConfig(env);
  if (!config.ok) {
    return;
  }
  const deps = createDeps(config.value, env, inBackground(config.value.DATABASE_URL));
  await runSteps({ log: consoleLog, random: systemRandom }, [
    async () => (deps.mailer.open ? await wakeMailWorker(env) : null),
    async () => await sweepLedger(deps),
    async () => await sweepOutbox(deps),
    async () => await sweepAccounts(deps),
    ...features.flatMap(({ everyFiveMinutes: work }) =>
      work ? [async () => await work(deps)] : [],
    ),
    async () => await makeMonths(deps.db),
    async () => await sealerOf(env).signNow(), // last: over what the others recorded, too
  ]);
}

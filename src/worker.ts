import argon2Module from '@phi-ag/argon2/argon2.wasm';

import { loadConfig, type Config } from './config.ts';
import { httpOutbound } from './core/integrations/outbound.ts';
import { sweepLedger } from './core/integrations/sweep.ts';
import { durableLimiter } from './core/limits/durable-limiter.ts';
import { durableReadiness } from './core/limits/readiness.ts';
import type { RateLimiter } from './core/limits/rate-limiter-object.ts';
import type { SpendBudget } from './core/notify/budget-object.ts';
import { durableBudget } from './core/notify/spend.ts';
import { createHasher } from './core/passwords/password-hash.ts';
import { createVault } from './core/vault/vault.ts';
import type { Deps } from './deps.ts';
import { createApp } from './app.ts';
import { features } from './features.ts';
import { serveAsset } from './features/pages/serve-asset.ts';
import type { Site } from './http.ts';
import { systemClock } from './platform/clock.ts';
import { createArgon2 } from './platform/crypto/argon2.ts';
import { connect } from './platform/db/db.ts';
import { consoleLog } from './platform/log.ts';
import type { OwnWork } from './platform/patience.ts';
import { systemRandom } from './platform/random.ts';
import { ok } from './platform/result.ts';

export { RateLimiter } from './core/limits/rate-limiter-object.ts';
export { SpendBudget } from './core/notify/budget-object.ts';

/** Bindings; the variables beside them are read by config.ts alone. */
interface Env {
  readonly ASSETS: Fetcher;
  readonly RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  readonly SPEND_BUDGET: DurableObjectNamespace<SpendBudget>;
}

// One instance for the isolate: its memory is as large as one hash, and hashing is synchronous.
const argon2 = createArgon2(argon2Module);

const app = createApp(
  features.flatMap(({ routes }) => routes),
  serveAsset,
);

/** While a password is hashed this isolate hears nobody, which is nobody else's fault. */
const ownWork: OwnWork = { done: () => argon2.hashesDone, pieceMilliseconds: 20 };

function createDeps(config: Config, env: Env): Deps {
  const vault = createVault(config.APP_ENC_KEY, systemRandom);
  return {
    config,
    clock: systemClock,
    random: systemRandom,
    db: connect(config.DATABASE_URL, ownWork),
    limiter: durableLimiter({ objects: env.RATE_LIMITER, vault, ownWork }),
    readiness: durableReadiness(env.RATE_LIMITER, ownWork),
    budget: durableBudget(env.SPEND_BUDGET, vault, ownWork),
    outbound: httpOutbound,
    integrations: config.integrations,
    vault,
    hasher: createHasher({
      argon2,
      vault,
      random: systemRandom,
      cost: {
        memoryKib: config.ARGON2_MEMORY_KIB,
        iterations: config.ARGON2_ITERATIONS,
        parallelism: config.ARGON2_PARALLELISM,
      },
    }),
  };
}

export default {
  async fetch(request, env, context) {
    const config = loadConfig(env);
    const site: Site = {
      clock: systemClock,
      random: systemRandom,
      log: consoleLog,
      deps: config.ok ? ok(createDeps(config.value, env)) : config,
      assets: env.ASSETS,
    };
    return await app.fetch(request, site, context);
  },

  /** Closes ledger rows that a dead isolate left open. */
  async scheduled(_, env) {
    const config = loadConfig(env);
    if (config.ok) {
      await sweepLedger(createDeps(config.value, env));
    }
  },
} satisfies ExportedHandler<Env>;

import type { Config } from '../config.ts';
import { noticeAudit } from '../core/audit/notice-audit.ts';
import { durableHeads } from '../core/audit/published-heads.ts';
import { durableLimiter } from '../core/limits/durable-limiter.ts';
import { honestLimiter } from '../core/limits/honest-limiter.ts';
import { durableReadiness } from '../core/limits/readiness.ts';
import { openMailer } from '../core/notify/email/email.ts';
import { durableBudget } from '../core/notify/spend.ts';
import { hashingLimits } from '../core/passwords/limits.ts';
import { createHasher } from '../core/passwords/password-hash.ts';
import { createVault } from '../core/vault/vault.ts';
import type { Deps } from '../deps.ts';
import { windows } from '../features.ts';
import { systemClock } from '../platform/clock.ts';
import { connect } from '../platform/db/db.ts';
import type { CpuTime } from '../platform/deadline.ts';
import { systemRandom } from '../platform/random.ts';
import type { Env } from './env.ts';
import { argon2, hashQueue } from './isolate.ts';
import { isMailOpen } from './mail-worker.ts';
import { outbound } from './outbound.ts';
import { sealerOf } from './sealer.ts';

/** While a password is hashed this isolate hears nobody, which is nobody else's fault. */
function cpuTimeOf({ DEADLINE_FACTOR: deadlineFactor }: Config): CpuTime {
  return {
    done: () => argon2.hashesDone,
    pieceMilliseconds: hashingLimits.pieceMilliseconds,
    deadlineFactor,
  };
}

/** Everything with an effect, for one request. `url` is the database's, by the name its connections go by. */
export function createDeps(config: Config, env: Env, url = config.DATABASE_URL): Deps {
  const vault = createVault(config.APP_ENC_KEY, systemRandom);
  const cpuTime = cpuTimeOf(config);
  return {
    config,
    clock: systemClock,
    random: systemRandom,
    db: noticeAudit(connect(url, cpuTime)),
    auditHeads: durableHeads(async () => await sealerOf(env).heads(), cpuTime),
    limiter: honestLimiter(durableLimiter({ objects: env.RATE_LIMITER, windows, vault, cpuTime })),
    readiness: durableReadiness(env.RATE_LIMITER, cpuTime),
    mailer: openMailer(isMailOpen(config), systemRandom),
    budget: durableBudget(env.SPEND_BUDGET, vault, cpuTime),
    outbound,
    integrations: config.integrations,
    vault,
    hashQueue,
    hasher: createHasher({
      argon2,
      turns: hashQueue,
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

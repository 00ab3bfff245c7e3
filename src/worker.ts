import argon2Module from '@phi-ag/argon2/argon2.wasm';

import { loadConfig, readBrandName, type Config } from './config.ts';
import { sweepAccounts } from './core/accounts/sweep.ts';
import { makeMonths } from './core/audit/make-months.ts';
import { noticeAudit } from './core/audit/notice-audit.ts';
import { durableHeads, SEALER } from './core/audit/published-heads.ts';
import { createSealerCall } from './core/audit/sealer-call.ts';
import { sealerObject } from './core/audit/sealer-object.ts';
import { httpOutbound, type Outbound } from './core/integrations/outbound.ts';
import { sweepLedger } from './core/integrations/sweep.ts';
import { durableLimiter } from './core/limits/durable-limiter.ts';
import { honestLimiter } from './core/limits/honest-limiter.ts';
import { durableReadiness } from './core/limits/readiness.ts';
import { RateLimiterObject } from './core/limits/rate-limiter-object.ts';
import type { SpendBudget } from './core/notify/budget-object.ts';
import { courierObject } from './core/notify/email/courier-object.ts';
import { openPost } from './core/notify/email/letter.ts';
import { mailRoute } from './core/notify/email/mail-route.ts';
import { greetSmtp } from './core/notify/email/smtp-transport.ts';
import type { WaitingLetter } from './core/notify/email/outbox.ts';
import { sweepOutbox } from './core/notify/email/sweep-outbox.ts';
import { durableBudget } from './core/notify/spend.ts';
import { createHashTurns } from './core/passwords/hash-turns.ts';
import { createHasher } from './core/passwords/password-hash.ts';
import { createVault } from './core/vault/vault.ts';
import { hashingLimits } from './core/passwords/limits.ts';
import type { Deps } from './deps.ts';
import { createApp } from './app.ts';
import { features, windows } from './features.ts';
import { sweepResets } from './features/admin-users/sweep-resets.ts';
import { serveAsset } from './features/pages/serve-asset.ts';
import type { Site } from './http.ts';
import { runSteps } from './schedule.ts';
import { systemClock } from './platform/clock.ts';
import { createArgon2 } from './platform/crypto/argon2.ts';
import { connect, connectEach, inBackground } from './platform/db/db.ts';
import { signerOf } from './platform/crypto/ed25519.ts';
import { consoleLog } from './platform/log.ts';
import type { OwnWork } from './platform/patience.ts';
import { systemRandom } from './platform/random.ts';
import { ok } from './platform/result.ts';
import { Secret } from './platform/secret.ts';
import { bridgeCookies } from './platform/web/loopback-cookies.ts';

/** Counts attempts. */
export class RateLimiter extends RateLimiterObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, windows);
  }
}

export { SpendBudget } from './core/notify/budget-object.ts';

/** Bindings; the variables beside them are read by config.ts alone. */
interface Env {
  readonly ASSETS: Fetcher;
  readonly RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  readonly SPEND_BUDGET: DurableObjectNamespace<SpendBudget>;
  readonly MAIL_COURIER: DurableObjectNamespace<MailCourier>;
  readonly AUDIT_SEALER: DurableObjectNamespace<AuditSealer>;
}

// One instance for the isolate: its memory is as large as one hash, and hashing is synchronous.
const argon2 = createArgon2(argon2Module);

// One line for the isolate, because it computes one thing at a time. Three numbers, see docs/decisions/0037.
const hashTurns = createHashTurns({
  now: Date.now,
  sleep: async (milliseconds) => await scheduler.wait(milliseconds),
});

// When the sealer comes to us, one number for the isolate: see core/audit/sealer-call.ts.
const callSealer = createSealerCall(Date.now);

const app = createApp(
  features.flatMap(({ routes }) => routes),
  serveAsset,
);

/** While a password is hashed this isolate hears nobody, which is nobody else's fault. */
function ownWorkOf({ DEADLINE_FACTOR: deadlineFactor }: Config): OwnWork {
  return {
    done: () => argon2.hashesDone,
    pieceMilliseconds: hashingLimits.pieceMilliseconds,
    deadlineFactor,
  };
}

const outbound: Outbound = { ...httpOutbound, greet: greetSmtp };

/** Carries letters; the only object of its kind is named "mail". */
export class MailCourier extends courierObject<Env>((env) => {
  const config = loadConfig(env);
  return config.ok ? courierParts(config.value) : null;
}) {}

function courierParts(config: Config) {
  const route = mailRoute(config.EMAIL_PROVIDER, config.integrations, outbound);
  const { PUBLIC_URL: publicUrl } = config;
  if (!route || !publicUrl) {
    return null;
  }
  const writing = {
    vault: createVault(config.APP_ENC_KEY, systemRandom),
    publicUrl,
    brand: {
      name: config.BRAND_NAME,
      color: config.BRAND_COLOR,
      support: config.BRAND_SUPPORT ?? null,
    },
  };
  return {
    ...route,
    log: consoleLog,
    clock: systemClock,
    random: systemRandom,
    db: connectEach(inBackground(config.DATABASE_URL)),
    write: async (letter: WaitingLetter) => {
      // All letters and their layout, which no request needs.
      const { writeLetter } = await import('./core/notify/email/write-letter.ts');
      return await writeLetter(writing, letter);
    },
  };
}

/** Tells the courier that there may be something to carry. When it cannot be told, cron does within five minutes. */
async function wakeCourier({ MAIL_COURIER: objects }: Env): Promise<void> {
  try {
    await objects.get(objects.idFromName('mail')).wake();
  } catch {
    // The letter is in the outbox and waits there.
  }
}

/** Letters are written only where they can be sent: the provider's variables hold EMAIL_FROM and PUBLIC_URL too. */
function isMailOpen({ EMAIL_PROVIDER: chosen, integrations }: Config): boolean {
  return chosen !== 'off' && integrations[chosen].configured;
}

/** Seals the audit trail; the only object of its kind is named SEALER. */
export class AuditSealer extends sealerObject<Env>((env) => {
  const config = loadConfig(env);
  return { log: consoleLog, parts: config.ok ? sealerParts(config.value) : null };
}) {}

function sealerParts({ DATABASE_URL, APP_ENC_KEY, AUDIT_SIGNING_KEY: own }: Config) {
  const url = new URL(DATABASE_URL.expose());
  url.searchParams.set('application_name', SEALER); // so that the server's lists tell it from requests
  return {
    clock: systemClock,
    db: connectEach(new Secret(url.href)),
    signer: async () =>
      own
        ? await signerOf(own.expose())
        : await createVault(APP_ENC_KEY, systemRandom).signer('audit-head'),
  };
}

function sealerOf({ AUDIT_SEALER: objects }: Env) {
  return objects.get(objects.idFromName(SEALER));
}

/** Tells the sealer that rows wait, unless it comes anyway. When it cannot be told, cron does within five minutes. */
async function wakeSealer(env: Env): Promise<void> {
  try {
    await callSealer(async () => await sealerOf(env).wake());
  } catch {
    // The rows wait in the database.
  }
}

/** `url` is the database's, by the name of whoever waits for it. */
function createDeps(config: Config, env: Env, url = config.DATABASE_URL): Deps {
  const vault = createVault(config.APP_ENC_KEY, systemRandom);
  const ownWork = ownWorkOf(config);
  return {
    config,
    clock: systemClock,
    random: systemRandom,
    db: noticeAudit(connect(url, ownWork)),
    auditHeads: durableHeads(async () => await sealerOf(env).heads(), ownWork),
    limiter: honestLimiter(durableLimiter({ objects: env.RATE_LIMITER, windows, vault, ownWork })),
    readiness: durableReadiness(env.RATE_LIMITER, ownWork),
    post: openPost(isMailOpen(config), systemRandom),
    budget: durableBudget(env.SPEND_BUDGET, vault, ownWork),
    outbound,
    integrations: config.integrations,
    vault,
    hashTurns,
    hasher: createHasher({
      argon2,
      turns: hashTurns,
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
      brandName: readBrandName(env),
    };
    const response = await bridgeCookies(
      { request, publicUrl: config.ok ? config.value.PUBLIC_URL : undefined },
      async (asked) => await app.fetch(asked, site, context),
    );
    if (site.deps.ok && site.deps.value.post.hasLetters) {
      context.waitUntil(wakeCourier(env));
    }
    if (site.deps.ok && site.deps.value.db.hasAudit) {
      context.waitUntil(wakeSealer(env));
    }
    return response;
  },

  /**
   * Closes ledger rows that a dead isolate left open, carries letters nobody was called for, takes away
   * what is over, and signs a head. Whatever fails stops nothing else.
   */
  async scheduled(_, env) {
    const config = loadConfig(env);
    if (!config.ok) {
      return;
    }
    const deps = createDeps(config.value, env, inBackground(config.value.DATABASE_URL));
    await runSteps({ log: consoleLog, random: systemRandom }, [
      async () => (deps.post.open ? await wakeCourier(env) : null),
      async () => await sweepLedger(deps),
      async () => await sweepOutbox(deps),
      async () => await sweepAccounts(deps),
      async () => await sweepResets(deps),
      async () => await makeMonths(deps.db),
      async () => await sealerOf(env).signNow(), // last: over what the others recorded, too
    ]);
  },
} satisfies ExportedHandler<Env>;

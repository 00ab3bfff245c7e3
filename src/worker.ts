import { createApp } from './app.ts';
import { loadConfig, readBrandName } from './config.ts';
import { features, pagePaths } from './features.ts';
import type { Site } from './call.ts';
import { systemClock } from './platform/clock.ts';
import { consoleLog } from './platform/log.ts';
import { systemRandom } from './platform/random.ts';
import { ok } from './platform/result.ts';
import { bridgeCookies } from './platform/web/loopback-cookies.ts';
import { createDeps } from './runtime/deps.ts';
import type { Env } from './runtime/env.ts';
import { wakeMailWorker } from './runtime/mail-worker.ts';
import { wakeSealer } from './runtime/sealer.ts';
import { assetServer } from './serve-asset.ts';

export { SpendBudget } from './core/notify/budget-object.ts';
export { MailCourier } from './runtime/mail-worker.ts';
export { RateLimiter } from './runtime/rate-limiter.ts';
export { AuditSealer } from './runtime/sealer.ts';

const app = createApp(
  features.flatMap(({ routes }) => routes),
  assetServer(pagePaths),
);

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
    if (site.deps.ok && site.deps.value.mailer.hasEmails) {
      context.waitUntil(wakeMailWorker(env));
    }
    if (site.deps.ok && site.deps.value.db.hasAudit) {
      context.waitUntil(wakeSealer(env));
    }
    return response;
  },

  async scheduled(_, env) {
    // What no request needs is not in the script that every request waits for.
    const { everyFiveMinutes } = await import('./runtime/every-five-minutes.ts');
    await everyFiveMinutes(env);
  },
} satisfies ExportedHandler<Env>;

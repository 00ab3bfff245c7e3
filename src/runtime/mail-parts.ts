import type { Config } from '../config.ts';
import { mailRoute } from '../core/notify/email/mail-route.ts';
import type { WaitingEmail } from '../core/notify/email/outbox.ts';
import { createVault } from '../core/vault/vault.ts';
import { systemClock } from '../platform/clock.ts';
import { connectEach, inBackground } from '../platform/db/db.ts';
import { consoleLog } from '../platform/log.ts';
import { systemRandom } from '../platform/random.ts';
import { outbound } from './outbound.ts';

/** What the mail worker needs to send; null while this deployment cannot. */
export function mailParts(config: Config) {
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
    write: async (mail: WaitingEmail) => {
      // All e-mails and their layout, which no request needs.
      const { writeEmail } = await import('../core/notify/email/write-email.ts');
      return await writeEmail(writing, mail);
    },
  };
}

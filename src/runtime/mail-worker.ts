import { loadConfig, type Config } from '../config.ts';
import { courierObject } from '../core/notify/email/courier-object.ts';
import { mailRoute } from '../core/notify/email/mail-route.ts';
import type { WaitingLetter } from '../core/notify/email/outbox.ts';
import { createVault } from '../core/vault/vault.ts';
import { systemClock } from '../platform/clock.ts';
import { connectEach, inBackground } from '../platform/db/db.ts';
import { consoleLog } from '../platform/log.ts';
import { systemRandom } from '../platform/random.ts';
import type { Env } from './env.ts';
import { outbound } from './outbound.ts';

/** Sends e-mails; the only object of its kind is named "mail". */
export class MailCourier extends courierObject<Env>((env) => {
  const config = loadConfig(env);
  return config.ok ? mailParts(config.value) : null;
}) {}

function mailParts(config: Config) {
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
      // All e-mails and their layout, which no request needs.
      const { writeLetter } = await import('../core/notify/email/write-letter.ts');
      return await writeLetter(writing, letter);
    },
  };
}

/** Tells the mail worker that there may be something to send. When it cannot be told, cron does within five minutes. */
export async function wakeMailWorker({ MAIL_COURIER: objects }: Env): Promise<void> {
  try {
    await objects.get(objects.idFromName('mail')).wake();
  } catch {
    // The e-mail is in the outbox and waits there.
  }
}

/** E-mails are written only where they can be sent: the provider's variables hold EMAIL_FROM and PUBLIC_URL too. */
export function isMailOpen({ EMAIL_PROVIDER: chosen, integrations }: Config): boolean {
  return chosen !== 'off' && integrations[chosen].configured;
}

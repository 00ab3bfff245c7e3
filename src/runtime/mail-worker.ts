import { loadConfig, type Config } from '../config.ts';
import { mailWorkerObject } from '../core/notify/email/mail-worker-object.ts';
import type { Env } from './env.ts';

/** Sends e-mails; the only object of its kind is named "mail". */
export class MailCourier extends mailWorkerObject<Env>(async (env) => {
  const config = loadConfig(env);
  if (!config.ok) {
    return null;
  }
  // What sends e-mails, which no request needs.
  const { mailParts } = await import('./mail-parts.ts');
  return mailParts(config.value);
}) {}

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

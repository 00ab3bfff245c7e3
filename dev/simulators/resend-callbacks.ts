import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the stand-in reports what became of a mail, and the secret it signs with (`whsec_…`). */
export type ResendWebhook = { url: string; secret: string };

type Fate = 'delivered' | 'bounced' | 'complained';

type Reported = { id: string; to: string; from: string; subject: string };

const DELAY_MS = 50;
const TIMEOUT_MS = 15_000;
const TRIES = 10;
const RETRY_MS = 500;

/** As with Resend's own test addresses: the part before the @ says what becomes of a mail. */
function fatesOf(address: string): readonly Fate[] {
  if (address.startsWith('bounced')) {
    return ['bounced'];
  }
  return address.startsWith('complained') ? ['delivered', 'complained'] : ['delivered'];
}

/** The headers of a signed report (Standard Webhooks, as Svix sends them). */
export function signedHeaders(
  secret: string,
  body: string,
  { id = `msg_${randomUUID()}`, at = new Date() }: { id?: string; at?: Date } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'Svix-Webhooks (the simulator of Resend)',
    'svix-id': id,
    'svix-timestamp': timestamp,
    'svix-signature': `v1,${mac}`,
  };
}

/** The body of a report in the form Resend documents. */
export function reportOf(fate: Fate | 'delivery_delayed', mail: Reported, at = new Date()): string {
  const bounce = {
    message: 'The recipient of the simulator does not exist.',
    subType: 'General',
    type: 'Permanent',
  };
  return JSON.stringify({
    type: `email.${fate}`,
    created_at: at.toISOString(),
    data: {
      email_id: mail.id,
      from: mail.from,
      to: [mail.to],
      subject: mail.subject,
      created_at: at.toISOString(),
      ...(fate === 'bounced' && { bounce }),
    },
  });
}

/** Reports a mail's fates one after the other, to loopback alone; a report that is not taken is sent again a few times. */
export function reportSoon(webhook: ResendWebhook, mail: Reported): void {
  setTimeout(() => void report(webhook, mail), DELAY_MS).unref();
}

async function report({ url, secret }: ResendWebhook, mail: Reported): Promise<void> {
  for (const fate of fatesOf(mail.to)) {
    const body = reportOf(fate, mail);
    for (let tries = 0; tries < TRIES; tries++) {
      const init = { method: 'POST', headers: signedHeaders(secret, body), body };
      const status = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
        .then(async (answer) => (await answer.arrayBuffer(), answer.status))
        .catch(() => null); // the Worker may be gone
      if (status === 200) {
        break;
      }
      await sleep(RETRY_MS);
    }
  }
}

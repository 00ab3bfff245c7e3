import * as z from 'zod/mini';

import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordAnonymous } from '../../core/refusals/record-anonymous.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { Deps } from '../../deps.ts';
import type { SignedForm } from '../../call.ts';
import { fail, ok } from '../../platform/result.ts';
import { isSignedReport } from './signature.ts';
import { recordReport, type Delivery } from './store.ts';

/** Resend's event types that say what became of an e-mail; all others are taken and mean nothing here. */
const deliveries: ReadonlyMap<string, Delivery> = new Map<string, Delivery>([
  ['email.delivery_delayed', 'delayed'],
  ['email.delivered', 'delivered'],
  ['email.bounced', 'bounced'],
  ['email.suppressed', 'bounced'],
  ['email.complained', 'complained'],
]);

/** An e-mail's id is noted a moment after the provider gave it, and a report may come in between. */
const UNKNOWN_FOR_SECONDS = 600;

const Report = z.object({
  type: z.string(),
  created_at: z.optional(z.string()),
  data: z.object({
    email_id: z.string().check(z.minLength(1), z.maxLength(200)),
    bounce: z.optional(z.object({ type: z.optional(z.string()) })),
  }),
});

/**
 * A report of what became of an e-mail. It counts only when it was signed with our secret in the last
 * five minutes. The same report twice changes nothing, nor does one that comes late: a delivery never
 * moves back. A new report about an e-mail that is not known is refused, so that it is sent again; an old
 * one is not, because the e-mail was another product's or was swept.
 */
export async function receiveReport(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'config'>,
  client: ClientInfo,
  { text, header }: SignedForm,
) {
  const signed = {
    id: header('svix-id'),
    timestamp: header('svix-timestamp'),
    signature: header('svix-signature'),
    body: text,
  };
  const secret = deps.config.RESEND_WEBHOOK_SECRET;
  if (!secret || !(await isSignedReport(secret.expose(), signed, deps.clock.now()))) {
    await recordAnonymous(deps, client, {
      action: 'mail.report_refused',
      reason: 'signature_refused',
    });
    return fail(requestErrors.FORBIDDEN, 'signature_refused', {
      wording: {
        variant: 'mail_signature',
        suggestedFix: 'Only the mail provider calls this, with its signature.',
      },
    });
  }
  const report = readReport(text);
  if (!report) {
    return ok({});
  }
  const occurred = occurrence(deps, client);
  const isKnown = await recordReport(deps.db, report, occurred);
  return isKnown || !isRecent(report.at, occurred.at)
    ? ok({})
    : fail(requestErrors.NOT_FOUND, 'mail_not_known_yet', {
        wording: {
          variant: 'mail_not_known_yet',
          suggestedFix: 'Send the report again in a moment.',
        },
      });
}

/** What a signed text says of an e-mail; null when it says nothing that matters here. */
function readReport(text: string) {
  const report = Report.safeParse(parse(text));
  const delivery = report.success ? deliveries.get(report.data.type) : undefined;
  if (!report.success || !delivery) {
    return null;
  }
  const { email_id: providerRef, bounce } = report.data.data;
  // Resend does not even try a mailbox that bounced for good or complained before.
  const isSuppressed = report.data.type === 'email.suppressed';
  const isPermanent = delivery === 'bounced' && (isSuppressed || bounce?.type === 'Permanent');
  return {
    providerRef,
    delivery,
    isForGood: delivery === 'complained' || isPermanent,
    at: Date.parse(report.data.created_at ?? ''),
  };
}

function isRecent(at: number, now: Date): boolean {
  return now.getTime() - at < UNKNOWN_FOR_SECONDS * 1000;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

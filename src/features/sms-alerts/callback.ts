import { requestErrors } from '../../platform/web/errors.ts';
import { occurrence, type ClientInfo } from '../../core/audit/audit.ts';
import { recordAnonymous } from '../../core/refusals/record-anonymous.ts';
import { explainTwilioCode } from '../../core/integrations/providers/twilio.ts';
import { setting } from '../../core/integrations/provider.ts';
import type { Deps } from '../../deps.ts';
import type { SignedForm } from '../../call.ts';
import { fail, ok } from '../../platform/result.ts';
import { isUuid } from '../../platform/uuid.ts';
import { isSignedByTwilio } from './signature.ts';
import { recordDelivery, type DeliveryStatus } from './store.ts';

const LOST: ReadonlySet<string> = new Set(['undelivered', 'failed']);
const KNOWN: readonly DeliveryStatus[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
];

/**
 * A delivery report. It counts only when Twilio signed it for the address we gave, at our configured
 * public origin: neither Host nor a forwarding header has a say. The same report twice changes
 * nothing, nor does one that comes after the last word.
 */
export async function receiveReport(
  deps: Pick<Deps, 'clock' | 'random' | 'db' | 'limiter' | 'config' | 'integrations'>,
  client: ClientInfo,
  form: SignedForm,
) {
  const { twilio } = deps.integrations;
  const origin = deps.config.PUBLIC_URL;
  const isGenuine =
    twilio.configured &&
    origin !== undefined &&
    (await isSignedByTwilio(setting(twilio.settings, 'TWILIO_AUTH_TOKEN'), {
      url: `${origin}${form.target}`,
      fields: form.fields,
      signature: form.signature,
    }));
  if (!isGenuine) {
    await recordAnonymous(deps, client, {
      action: 'message.report_refused',
      reason: 'signature_refused',
    });
    return fail(requestErrors.FORBIDDEN, 'signature_refused', {
      wording: {
        variant: 'sms_signature',
        suggestedFix: 'Only the messaging provider calls this, with its signature.',
      },
    });
  }
  const fields = new Map(form.fields);
  const status = KNOWN.find((known) => known === fields.get('MessageStatus'));
  const eventId = new URL(form.target, origin).searchParams.get('event') ?? '';
  const messageId = fields.get('MessageSid') ?? '';
  if (status && isUuid(eventId) && /^(SM|MM)[0-9a-f]{32}$/.test(messageId)) {
    const code = LOST.has(status) ? explainTwilioCode(Number(fields.get('ErrorCode'))) : null;
    const delivery = { eventId, messageId, status, code };
    await recordDelivery(deps.db, delivery, occurrence(deps, client));
  }
  return ok({});
}

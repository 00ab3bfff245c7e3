import type { Service } from '../../core/access-tokens/access-token.ts';
import type { ClientInfo } from '../../core/audit/audit.ts';
import { sendSms, type SmsDeps } from '../../core/notify/sms.ts';
import { ok } from '../../platform/result.ts';
import { viewSent } from './send-test.ts';

interface Alert {
  readonly to: string;
  readonly message: string;
}

/** A message on behalf of a service, counted on that service's budget. */
export async function sendAlert(deps: SmsDeps, client: ClientInfo, service: Service, alert: Alert) {
  const sent = await sendSms(deps, client, {
    ...alert,
    sender: { service: service.name },
    userId: null,
    recording: { action: 'message.alert_requested', service: service.name },
  });
  return sent.ok ? ok(viewSent(sent.value)) : sent;
}

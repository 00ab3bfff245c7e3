import type { ClientInfo } from '../audit/audit.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { Recording } from '../integrations/ledger.ts';
import { metered, notConfigured, type MeterDeps } from '../integrations/metered.ts';
import { sendMessage, twilio } from '../integrations/providers/twilio.ts';
import { smsLimits } from './limits.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { wideNetworkOf } from '../../platform/web/client-address.ts';
import type { Cap } from './budget.ts';
import type { Budget } from './spend.ts';
import { checkNumber } from './phone-number.ts';

export interface SmsDeps extends MeterDeps {
  readonly budget: Budget;
  readonly config: { readonly PUBLIC_URL?: string | undefined };
}

/** Who causes a message: a service, or a person, who is counted with the network they come from. */
export type Sender =
  | { readonly service: string }
  | { readonly personId: string; readonly client: Pick<ClientInfo, 'ip'> };

interface Destination {
  readonly to: string;
  readonly sender: Sender;
  /** The field a complaint about the number is about. */
  readonly field?: string;
}

interface Sms extends Destination {
  readonly message: string;
  readonly userId: string | null;
  /** Left out where the sending was recorded with what led to it. */
  readonly recording?: Recording;
}

export interface SentSms {
  /** As the provider names it: queued, accepted, sending … */
  readonly status: string;
  readonly messageId: string;
  readonly eventId: string;
}

const CALLBACK_PATH = '/api/alerts/sms/callback';

/** A message may go to this number now: it is a real one in its one spelling, and paid for. */
export interface ClearedNumber {
  readonly e164: string;
}

/** Checks the number and charges the budget. Nothing has been sent yet. */
export async function clearNumber(
  deps: SmsDeps,
  { to, sender, field = 'to' }: Destination,
): Promise<Result<ClearedNumber>> {
  const configured = deps.integrations.twilio;
  if (!configured.configured) {
    return notConfigured(configured.missing);
  }
  const number = await checkNumber(to);
  if (!number.ok) {
    return refuseNumber(number.problem, field);
  }
  const [kind, caps] = capsOf(sender, number.e164);
  const spent = await deps.budget.spend(kind, caps);
  return spent.ok ? ok({ e164: number.e164 }) : spent;
}

/** What a message is charged to. The two kinds are two objects and share no cap. */
function capsOf(sender: Sender, e164: string): readonly [kind: string, caps: readonly Cap[]] {
  const { people, services } = smsLimits;
  const caps = (own: string, policy: typeof people | typeof services): Cap[] => [
    { key: `sender:${own}`, period: 'day', units: policy.perSenderPerDay },
    { key: `number:${e164}`, period: 'day', units: policy.perNumberPerDay },
    { key: 'all', period: 'day', units: policy.perDay },
    { key: 'all', period: 'month', units: policy.perMonth },
  ];
  if ('service' in sender) {
    return ['sms-of-services', caps(sender.service, services)];
  }
  const network = `network:${wideNetworkOf(sender.client.ip)}`;
  return [
    'sms-of-people',
    [
      { key: network, period: 'day', units: people.perNetworkPerDay },
      ...caps(sender.personId, people),
    ],
  ];
}

/** Sends one message to a number that was cleared for it. */
export async function sendSms(
  deps: SmsDeps,
  client: ClientInfo,
  sms: Sms,
): Promise<Result<SentSms>> {
  const cleared = await clearNumber(deps, sms);
  return cleared.ok ? await dispatchSms(deps, client, cleared.value, sms) : cleared;
}

/** The call itself. A message whose end is unknown is not sent again: that would be a second one. */
export async function dispatchSms(
  deps: SmsDeps,
  client: ClientInfo,
  { e164 }: ClearedNumber,
  { message, userId, recording }: Pick<Sms, 'message' | 'userId' | 'recording'>,
): Promise<Result<SentSms>> {
  const sent = await metered(deps, {
    provider: twilio,
    operation: sendMessage,
    kind: 'use',
    client,
    userId,
    ...(recording && { recording }),
    input: (eventId) => ({
      to: e164,
      message,
      statusCallback: deps.config.PUBLIC_URL
        ? `${deps.config.PUBLIC_URL}${CALLBACK_PATH}?event=${eventId}`
        : null,
    }),
  });
  return sent.ok
    ? ok({
        status: sent.value.value.status,
        messageId: sent.value.ref ?? '',
        eventId: sent.value.eventId,
      })
    : sent;
}

/** A number that is not sent to, as a complaint about a field. */
export function refuseNumber(message: string, path = 'to'): Failure {
  return fail(requestErrors.INVALID_REQUEST, 'number_refused', {
    fields: [{ path, message }],
  });
}

import type { ClientInfo } from '../../core/audit/audit.ts';
import { refuseNumber, sendSms, type SmsDeps } from '../../core/notify/sms.ts';
import { isStaffFor } from '../../core/roles/require-permission.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

/** A test message to the person's own number, or to one of those allowed for tests. */
export async function sendTest(
  deps: SmsDeps & Pick<Deps, 'limiter' | 'config'>,
  client: ClientInfo,
  signedIn: SignedIn,
  wanted: string | undefined,
) {
  const { account } = signedIn;
  const own = account.phoneVerifiedAt ? account.phone : null;
  const to = wanted ?? own;
  if (to === null) {
    return refuseNumber('Set and verify your phone number first, or say where to send it.');
  }
  if (to !== own && !isAllowedForTests(deps, signedIn, to)) {
    return refuseNumber('Test messages go to your own verified number.');
  }
  const place = await deps.limiter.take('sms-test', account.id);
  if (!place.ok) {
    return place;
  }
  const sent = await sendSms(deps, client, {
    to,
    message: `${deps.config.BRAND_NAME}: this is a test message. Alerts reach this number.`,
    sender: { personId: account.id, client },
    userId: account.id,
    recording: { action: 'message.test_requested' },
  });
  return sent.ok ? ok(viewSent(sent.value)) : sent;
}

/** The numbers the operator listed are for those with the permission `alerts.send`; `*` is for everybody. */
function isAllowedForTests(
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  signedIn: SignedIn,
  to: string,
): boolean {
  const numbers = config.SMS_TEST_NUMBERS ?? '';
  return (
    numbers === '*' ||
    (numbers.split(',').includes(to) &&
      isStaffFor(signedIn, { permission: 'alerts.send', method: 'POST' }, clock.now()))
  );
}

interface Sent {
  readonly status: string;
  readonly messageId: string;
  readonly eventId: string;
}

export function viewSent({ status, messageId, eventId }: Sent) {
  return { status, message_id: messageId, event_id: eventId };
}

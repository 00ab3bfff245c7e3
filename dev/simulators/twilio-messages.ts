import { randomBytes } from 'node:crypto';
import type { MessageForm } from './twilio-rules.ts';
import type { DeliveryStatus } from './twilio-mode.ts';

export type MessageStatus = 'accepted' | 'queued' | 'sent' | DeliveryStatus;

export type TwilioAccount = { accountSid: string; authToken: string; fromNumber: string };

/** One attempt to report a status; `error` says why there is no HTTP status. */
export type CallbackRecord = { status: string; http_status: number | null; error: string | null };

export type Message = {
  sid: string;
  to: string;
  /** Null until a messaging service has chosen its sender. */
  from: string | null;
  messagingServiceSid: string | null;
  body: string;
  status: MessageStatus;
  errorCode: number | null;
  statusCallback: string | null;
  callbacks: CallbackRecord[];
  createdAt: Date;
  updatedAt: Date;
  sentAt: Date | null;
};

const DELIVERY_ERRORS: Readonly<Record<number, string>> = {
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
};

const GSM_BASIC =
  /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Za-z£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
const GSM_EXTENDED = /[\^{}\\[~\]|€]/g;

/** A message as it stands when Twilio has taken it: a messaging service still has to choose the sender. */
export function newMessage(form: MessageForm): Message {
  const now = new Date();
  const throughService = form.messagingServiceSid !== '';
  return {
    sid: `SM${randomBytes(16).toString('hex')}`,
    to: form.to,
    from: form.from === '' ? null : form.from,
    messagingServiceSid: throughService ? form.messagingServiceSid : null,
    body: form.body,
    status: throughService ? 'accepted' : 'queued',
    errorCode: null,
    statusCallback: form.statusCallback === '' ? null : form.statusCallback,
    callbacks: [],
    createdAt: now,
    updatedAt: now,
    sentAt: null,
  };
}

/** The Message resource as documented. */
export function messageResource(message: Message, { accountSid }: TwilioAccount) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: 'outbound-api',
    error_code: message.errorCode,
    error_message: explainDelivery(message.errorCode),
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    num_segments: message.status === 'accepted' ? '0' : String(countSegments(message.body)),
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** The Account resource as documented, token included. */
export function accountResource({ accountSid, authToken }: TwilioAccount) {
  const uri = `/2010-04-01/Accounts/${accountSid}`;
  return {
    sid: accountSid,
    owner_account_sid: accountSid,
    auth_token: authToken,
    friendly_name: 'Sallyport simulator',
    status: 'active',
    type: 'Full',
    date_created: 'Thu, 01 Jan 2026 00:00:00 +0000',
    date_updated: 'Thu, 01 Jan 2026 00:00:00 +0000',
    subresource_uris: { messages: `${uri}/Messages.json` },
    uri: `${uri}.json`,
  };
}

/** A message as `GET /messages` shows it. */
export function messageView(message: Message) {
  return {
    sid: message.sid,
    to: message.to,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    body: message.body,
    status: message.status,
    error_code: message.errorCode,
    status_callback: message.statusCallback,
    callbacks: message.callbacks,
    at: message.createdAt.toISOString(),
  };
}

/** Twilio's words for why a message was not delivered. */
export function explainDelivery(errorCode: number | null): string | null {
  return errorCode === null ? null : (DELIVERY_ERRORS[errorCode] ?? 'Unknown error');
}

/** SMS of 160 GSM-7 characters or 70 others; in parts of 153 or 67. */
export function countSegments(body: string): number {
  const isGsm = GSM_BASIC.test(body);
  const units = body.length + (isGsm ? (body.match(GSM_EXTENDED)?.length ?? 0) : 0);
  const [whole, part] = isGsm ? [160, 153] : [70, 67];
  return units <= whole ? 1 : Math.ceil(units / part);
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

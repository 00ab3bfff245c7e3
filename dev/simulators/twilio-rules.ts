/**
 * What Twilio would refuse, by its documented magic numbers and by form.
 *
 * | To            | code  |   | From          | code  |
 * |---------------|-------|---|---------------|-------|
 * | +15005550001  | 21211 |   | +15005550001  | 21212 |
 * | +15005550002  | 21612 |   | +15005550007  | 21606 |
 * | +15005550003  | 21408 |   | +15005550008  | 21611 |
 * | +15005550004  | 21610 |   | the account's | none  |
 * | +15005550009  | 21614 |   | any other     | 21606 |
 *
 * Not Twilio's, for this machine: a To that ends in 3003 to 3008 is accepted and then undelivered with 30003 to 30008;
 * one that ends in 3001 or 3002 fails with 30001 or 30002.
 */
import type { DeliveryStatus } from './twilio-mode.ts';

export type MessageForm = {
  to: string;
  from: string;
  messagingServiceSid: string;
  body: string;
  statusCallback: string;
};

const MAX_BODY_CHARACTERS = 1600;
const MAX_CALLBACK_CHARACTERS = 4000;

const MAGIC_TO = new Map([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
]);

const MAGIC_FROM = new Map([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
]);

/** Reads the form fields of `POST …/Messages.json`; what is missing is empty. */
export function readMessageForm(body: string): MessageForm {
  const form = new URLSearchParams(body);
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    messagingServiceSid: form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
    statusCallback: form.get('StatusCallback') ?? '',
  };
}

/** Twilio's code for what is wrong with a message, or null. */
export function refusalOf(form: MessageForm, ownNumber: string): number | null {
  return (
    missing(form) ?? malformed(form) ?? senderRefusal(form, ownNumber) ?? recipientRefusal(form)
  );
}

/** What becomes of an accepted message, by the end of its number. */
export function fateOf(to: string): { status: DeliveryStatus; errorCode: number | null } {
  const [, digit] = /300([1-8])$/.exec(to) ?? [];
  if (digit === undefined) {
    return { status: 'delivered', errorCode: null };
  }
  return {
    status: Number(digit) < 3 ? 'failed' : 'undelivered',
    errorCode: 30_000 + Number(digit),
  };
}

function missing({ to, body, from, messagingServiceSid }: MessageForm): number | null {
  if (to === '') {
    return 21604;
  }
  if (body === '') {
    return 21602;
  }
  return from === '' && messagingServiceSid === '' ? 21603 : null;
}

function malformed({ body, messagingServiceSid, statusCallback }: MessageForm): number | null {
  // Characters as people count them: an emoji is one.
  if (Array.from(body).length > MAX_BODY_CHARACTERS) {
    return 21617;
  }
  if (messagingServiceSid !== '' && !/^MG[0-9a-f]{32}$/.test(messagingServiceSid)) {
    return 21701;
  }
  return statusCallback === '' || isCallbackUrl(statusCallback) ? null : 21609;
}

function isCallbackUrl(text: string): boolean {
  const protocol = URL.parse(text)?.protocol ?? '';
  return text.length <= MAX_CALLBACK_CHARACTERS && /^https?:$/.test(protocol);
}

function senderRefusal({ from }: MessageForm, ownNumber: string): number | null {
  if (from === '' || from === ownNumber) {
    return null;
  }
  const isSender = isE164(from) || /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(from);
  return MAGIC_FROM.get(from) ?? (isSender ? 21606 : 21212);
}

function recipientRefusal({ to, from }: MessageForm): number | null {
  return MAGIC_TO.get(to) ?? (isE164(to) && to !== from ? null : 21211);
}

/** A plus, the country, the number; numbers of the North American plan have ten digits. */
function isE164(number: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(number) && (!number.startsWith('+1') || number.length === 12);
}

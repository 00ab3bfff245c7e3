import { createHmac } from 'node:crypto';
import {
  explainDelivery,
  type CallbackRecord,
  type Message,
  type MessageStatus,
  type TwilioAccount,
} from './twilio-messages.ts';
import type { TwilioMode } from './twilio-mode.ts';
import { fateOf } from './twilio-rules.ts';

export type Deliveries = {
  /** Lets a message go its way: queued, sent, delivered or not, each reported once, one after the other. */
  begin(message: Message, mode: TwilioMode): void;
  /** Ends all that is under way. */
  cancel(): void;
};

type CallbackFields = ReturnType<typeof callbackFields>;

type Step = { status: MessageStatus; errorCode: number | null; afterMs: number };

const DELIVERY_MS = 50;
const CALLBACK_TIMEOUT_MS = 15_000;

/** X-Twilio-Signature: HMAC-SHA1, keyed with the auth token, over the URL and the sorted fields; base64. */
export function twilioSignature(
  authToken: string,
  url: string,
  fields: Record<string, string>,
): string {
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}${fields[name]}`)
    .join('');
  return createHmac('sha1', authToken).update(`${url}${text}`, 'utf8').digest('base64');
}

/** Moves messages on and posts the status callbacks, to loopback alone. */
export function createDeliveries(account: TwilioAccount): Deliveries {
  const timers = new Set<NodeJS.Timeout>();
  let abort = new AbortController();

  const report = async (message: Message, fields: CallbackFields, signal: AbortSignal) => {
    if (message.statusCallback !== null && !signal.aborted) {
      const result = await post(message.statusCallback, fields, { account, signal });
      message.callbacks.push({ status: fields.MessageStatus, ...result });
    }
  };

  return {
    begin(message, mode) {
      const { signal } = abort;
      let reported = Promise.resolve();
      for (const step of planOf(message, mode)) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          advance(message, step, account);
          if (mode.callbacks !== false) {
            const fields = callbackFields(message, account);
            reported = reported.then(async () => await report(message, fields, signal));
          }
        }, step.afterMs);
        timers.add(timer);
      }
    },
    cancel() {
      timers.forEach(clearTimeout);
      timers.clear();
      abort.abort();
      abort = new AbortController();
    },
  };
}

/** The status a message is created with is never reported; a message that fails was never sent. */
function planOf(message: Message, mode: TwilioMode): Step[] {
  const fate = fateOf(message.to);
  const status = mode.delivery ?? fate.status;
  const byDefault = status === 'failed' ? 30001 : 30003;
  const errorCode =
    status === 'delivered' ? null : (mode.error_code ?? fate.errorCode ?? byDefault);
  const unit = mode.delivery_ms ?? DELIVERY_MS;
  const before: Step[] = [];
  if (message.status === 'accepted') {
    before.push({ status: 'queued', errorCode: null, afterMs: unit });
  }
  if (status !== 'failed') {
    before.push({ status: 'sent', errorCode: null, afterMs: unit * (1 + before.length) });
  }
  return [...before, { status, errorCode, afterMs: unit * 3 }];
}

function advance(message: Message, { status, errorCode }: Step, { fromNumber }: TwilioAccount) {
  const now = new Date();
  message.status = status;
  message.errorCode = errorCode;
  message.from ??= fromNumber;
  message.updatedAt = now;
  if (status === 'sent') {
    message.sentAt = now;
  }
}

function callbackFields(message: Message, { accountSid, fromNumber }: TwilioAccount) {
  const problem = explainDelivery(message.errorCode);
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: message.status,
    SmsStatus: message.status,
    To: message.to,
    From: message.from ?? fromNumber,
    ...(message.messagingServiceSid !== null && {
      MessagingServiceSid: message.messagingServiceSid,
    }),
    ...(problem !== null && { ErrorCode: String(message.errorCode), ErrorMessage: problem }),
    ...(['delivered', 'undelivered'].includes(message.status) && {
      RawDlrDoneDate: message.updatedAt.toISOString().replaceAll(/\D/g, '').slice(2, 12),
    }),
  };
}

async function post(
  url: string,
  fields: Record<string, string>,
  { account, signal }: { account: TwilioAccount; signal: AbortSignal },
): Promise<Omit<CallbackRecord, 'status'>> {
  if (!isLoopback(url)) {
    return { http_status: null, error: 'not called: not loopback' };
  }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': twilioSignature(account.authToken, url, fields),
      },
      body: new URLSearchParams(fields).toString(),
      redirect: 'manual', // it may lead anywhere
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALLBACK_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { http_status: response.status, error: null };
  } catch (error) {
    return { http_status: null, error: reasonOf(error) };
  }
}

/** fetch hides the reason (ECONNREFUSED for one) in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? `${String(cause.code)} ` : '';
  return `${code}${cause instanceof Error ? cause.message : String(cause)}`.trim();
}

function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

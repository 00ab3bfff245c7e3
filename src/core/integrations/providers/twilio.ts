import * as z from 'zod/mini';

import type { FailureCode } from '../failure-codes.ts';
import {
  setting,
  type Provider,
  type ProviderAnswer,
  type ProviderOperation,
  type ProviderSettings,
} from '../provider.ts';

export interface OutgoingSms {
  readonly to: string;
  readonly message: string;
  /** Where delivery is reported; null when this site has no public address. */
  readonly statusCallback: string | null;
}

const Message = z.object({
  sid: z.string().check(z.regex(/^(SM|MM)[0-9a-f]{32}$/)),
  status: z.string(),
});

function authorization(settings: ProviderSettings): Record<string, string> {
  const account = setting(settings, 'TWILIO_ACCOUNT_SID');
  return { authorization: `Basic ${btoa(`${account}:${setting(settings, 'TWILIO_AUTH_TOKEN')}`)}` };
}

function accountPath(settings: ProviderSettings): string {
  return `/2010-04-01/Accounts/${setting(settings, 'TWILIO_ACCOUNT_SID')}`;
}

/** Twilio's `POST …/Messages.json` (Programmable Messaging, Message resource). */
export const sendMessage: ProviderOperation<OutgoingSms, { readonly status: string }> = {
  name: 'messages.create',
  request: (settings, { to, message, statusCallback }) => {
    const service = setting(settings, 'TWILIO_MESSAGING_SERVICE_SID');
    const form = new URLSearchParams({ To: to, Body: message });
    if (service) {
      form.set('MessagingServiceSid', service);
    } else {
      form.set('From', setting(settings, 'TWILIO_FROM_NUMBER'));
    }
    if (statusCallback) {
      form.set('StatusCallback', statusCallback);
    }
    return {
      method: 'POST',
      path: `${accountPath(settings)}/Messages.json`,
      headers: { ...authorization(settings), 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    };
  },
  read: (body) => {
    const message = Message.safeParse(body);
    return message.success
      ? { value: { status: message.data.status }, ref: message.data.sid }
      : null;
  },
};

/** Twilio's error and delivery codes (Error and Warning Dictionary), in our words. */
const codes: Readonly<Record<number, FailureCode>> = Object.freeze({
  20003: 'CREDENTIALS_REFUSED',
  20404: 'NOT_FOUND',
  20429: 'THROTTLED',
  21211: 'NUMBER_INVALID',
  21212: 'SENDER_REFUSED',
  21408: 'REGION_REFUSED',
  21602: 'REQUEST_REFUSED',
  21604: 'NUMBER_INVALID',
  21606: 'SENDER_REFUSED',
  21608: 'NUMBER_UNVERIFIED',
  21610: 'NUMBER_UNSUBSCRIBED',
  21611: 'THROTTLED',
  21612: 'NUMBER_UNREACHABLE',
  21614: 'NUMBER_NOT_MOBILE',
  21617: 'MESSAGE_TOO_LONG',
  30001: 'THROTTLED',
  30003: 'NUMBER_UNREACHABLE',
  30004: 'MESSAGE_FILTERED',
  30005: 'NUMBER_UNKNOWN',
  30006: 'NUMBER_NOT_MOBILE',
  30007: 'MESSAGE_FILTERED',
  30008: 'PROVIDER_ERROR',
});

/** One of Twilio's codes in our words; an undocumented one is the provider's trouble. */
export function explainTwilioCode(code: number): FailureCode {
  return codes[code] ?? 'PROVIDER_ERROR';
}

const Problem = z.object({ code: z.number() });

function explain({ body }: ProviderAnswer): FailureCode | null {
  const problem = Problem.safeParse(body);
  return problem.success ? (codes[problem.data.code] ?? null) : null;
}

export const twilio: Provider = {
  id: 'twilio',
  label: 'Twilio',
  kind: 'sms',
  required: [
    { name: 'TWILIO_ACCOUNT_SID', shape: /^AC[0-9a-f]{32}$/ },
    { name: 'TWILIO_AUTH_TOKEN', shape: /^[0-9a-zA-Z]{32}$/ },
  ],
  oneOf: [
    [
      { name: 'TWILIO_FROM_NUMBER', shape: /^\+[1-9]\d{6,14}$/ },
      { name: 'TWILIO_MESSAGING_SERVICE_SID', shape: /^MG[0-9a-f]{32}$/ },
    ],
  ],
  optional: [],
  baseUrl: { variable: 'TWILIO_BASE_URL', vendor: 'https://api.twilio.com' },
  check: {
    name: 'accounts.fetch',
    request: (settings) => ({
      method: 'GET',
      path: `${accountPath(settings)}.json`,
      headers: authorization(settings),
    }),
    read: (body) => {
      const account = z.object({ sid: z.string() }).safeParse(body);
      return account.success ? { value: null, ref: null } : null;
    },
  },
  explain,
};

import type { Answer } from './server.ts';

/** What an error's sentence may quote. */
export type Facts = { to?: string; from?: string; service?: string; path?: string };

/** Twilio's Error and Warning Dictionary, as far as it is spoken here; the HTTP status is 400 unless it says so. */
const ERRORS: Readonly<Record<number, { status?: number; message: string }>> = {
  20001: { message: 'Bad request' },
  20003: { status: 401, message: 'Authenticate' },
  20004: { status: 405, message: 'Method not allowed' },
  20403: { status: 403, message: 'Forbidden' },
  20404: { status: 404, message: 'The requested resource {path} was not found' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'Internal Server Error' },
  20503: { status: 503, message: 'Service Unavailable' },
  21211: { message: "The 'To' number {to} is not a valid phone number." },
  21212: {
    message:
      "The 'From' number {from} is not a valid phone number, shortcode, or alphanumeric sender ID.",
  },
  21408: {
    message:
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}.",
  },
  21602: { message: 'Message body is required.' },
  21603: { message: "A 'From' phone number is required." },
  21604: { message: "A 'To' phone number is required." },
  21606: {
    message:
      'The From phone number {from} is not a valid, SMS-capable inbound phone number or short code for your account.',
  },
  21608: {
    message:
      'The number {to} is unverified. Trial accounts cannot send messages to unverified numbers.',
  },
  21609: { message: "The 'StatusCallback' URL is not a valid URL." },
  21610: { message: 'Attempt to send to unsubscribed recipient' },
  21611: { message: "This 'From' number has exceeded the maximum number of queued messages." },
  21612: {
    message:
      "The 'To' phone number: {to}, is not currently reachable using the 'From' phone number: {from} via SMS.",
  },
  21614: { message: "'To' number: {to}, is not a mobile number" },
  21617: { message: 'The concatenated message body exceeds the 1600 character limit.' },
  21701: { message: 'The Messaging Service Sid {service} is invalid.' },
};

const RETRY_AFTER_SECONDS = '2';

/** An error answer as Twilio writes it: the code, a sentence, where to read more, the HTTP status again. */
export function twilioError(code: number, facts: Facts = {}, httpStatus?: number): Answer {
  const known = ERRORS[code];
  const status = httpStatus ?? known?.status ?? 400;
  const quoted = new Map(Object.entries(facts));
  const message = (known?.message ?? 'Unable to create record').replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => quoted.get(name) ?? '',
  );
  return {
    status,
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    headers: {
      ...(status === 401 && { 'www-authenticate': 'Basic realm="Twilio API"' }),
      ...(status === 429 && { 'retry-after': RETRY_AFTER_SECONDS }),
    },
  };
}

const CODE_OF_STATUS: Readonly<Record<number, number>> = {
  401: 20003,
  403: 20403,
  404: 20404,
  405: 20004,
  429: 20429,
  503: 20503,
};

/** The code that goes with an HTTP status when none was asked for. */
export function codeOfStatus(status: number): number {
  return CODE_OF_STATUS[status] ?? (status >= 500 ? 20500 : 20001);
}

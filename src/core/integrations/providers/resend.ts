import * as z from 'zod/mini';

import type { FailureCode } from '../failure-codes.ts';
import {
  KEY_SHAPE,
  setting,
  type Provider,
  type ProviderAnswer,
  type ProviderOperation,
  type ProviderSettings,
} from '../provider.ts';
import { emailVariables } from './mailbox.ts';

export interface OutgoingMail {
  /** The outbox's id: an e-mail that is sent again under it is not sent twice (for 24 hours). */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

function authorization(settings: ProviderSettings): Record<string, string> {
  return { authorization: `Bearer ${setting(settings, 'RESEND_API_KEY')}` };
}

const Sent = z.object({ id: z.string().check(z.minLength(1)) });

/** Resend's `POST /emails`. */
export const sendMail: ProviderOperation<OutgoingMail, null> = {
  name: 'messages.send',
  request: (settings, { id, from, to, subject, text, html }) => ({
    method: 'POST',
    path: '/emails',
    headers: {
      ...authorization(settings),
      'content-type': 'application/json',
      'idempotency-key': id,
      // Without one Resend refuses the request.
      'user-agent': 'sallyport',
    },
    body: JSON.stringify({
      from,
      to: [to],
      subject,
      text,
      html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    }),
  }),
  read: (body) => {
    const sent = Sent.safeParse(body);
    return sent.success ? { value: null, ref: sent.data.id } : null;
  },
};

/** Resend's error names ("Errors" in its API reference), in our words. */
const codes: Readonly<Record<string, FailureCode>> = Object.freeze({
  missing_api_key: 'CREDENTIALS_REFUSED',
  invalid_api_key: 'CREDENTIALS_REFUSED',
  restricted_api_key: 'PERMISSION_REFUSED',
  invalid_access: 'PERMISSION_REFUSED',
  invalid_from_address: 'MAIL_SENDER_REFUSED',
  // Said of a trial account, which sends to its owner alone.
  invalid_to_address: 'MAIL_SENDER_REFUSED',
  rate_limit_exceeded: 'THROTTLED',
  daily_quota_exceeded: 'THROTTLED',
  monthly_quota_exceeded: 'THROTTLED',
  application_error: 'PROVIDER_ERROR',
  internal_server_error: 'PROVIDER_ERROR',
});

const Problem = z.object({ name: z.string() });

/** The name of a refusal, such as `rate_limit_exceeded`; empty when there is none. */
export function resendErrorName({ body }: Pick<ProviderAnswer, 'body'>): string {
  const problem = Problem.safeParse(body);
  return problem.success ? problem.data.name : '';
}

/** A 403 that is a validation error speaks of a domain that is not verified. */
export function explainResend(answer: ProviderAnswer): FailureCode | null {
  const name = resendErrorName(answer);
  return name === 'validation_error' && answer.httpStatus === 403
    ? 'MAIL_SENDER_REFUSED'
    : (codes[name] ?? null);
}

export const resend: Provider = {
  id: 'resend',
  label: 'Resend',
  kind: 'email',
  chosen: (env) => env['EMAIL_PROVIDER'] === 'resend',
  required: [{ name: 'RESEND_API_KEY', shape: KEY_SHAPE }, ...emailVariables],
  oneOf: [],
  optional: [],
  baseUrl: { variable: 'RESEND_BASE_URL', vendor: 'https://api.resend.com' },
  check: {
    name: 'connection.check',
    request: (settings) => ({
      method: 'GET',
      path: '/domains',
      headers: { ...authorization(settings), 'user-agent': 'sallyport' },
    }),
    read: (body) =>
      z.object({ data: z.array(z.unknown()) }).safeParse(body).success
        ? { value: null, ref: null }
        : null,
  },
  explain: explainResend,
};

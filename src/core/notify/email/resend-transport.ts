import type { ConfiguredProvider } from '../../integrations/configure.ts';
import { codeOfStatus } from '../../integrations/metered.ts';
import type { Outbound } from '../../integrations/outbound.ts';
import type { ProviderAnswer } from '../../integrations/provider.ts';
import { isRecipient, mailboxText, type Mailbox } from '../../integrations/providers/mailbox.ts';
import {
  explainResend,
  resendErrorName,
  sendMail,
  type OutgoingMail,
} from '../../integrations/providers/resend.ts';
import { failure, type Mail, type MailTransport, type SendOutcome } from './transport.ts';

const TIMEOUT_MILLISECONDS = 15_000;
const BAD_REQUEST = 400;
const CONFLICT = 409;
const UNPROCESSABLE = 422;

type Configured = Extract<ConfiguredProvider, { configured: true }>;

/** Emails over Resend's API. Its idempotency keys make a repeated request one e-mail, for 24 hours. */
export function resendTransport(
  outbound: Pick<Outbound, 'send'>,
  { settings, baseUrl }: Configured,
  from: Mailbox,
): MailTransport {
  const send = async (mail: Mail): Promise<SendOutcome> => {
    if (!isRecipient(mail.to)) {
      return failure('lasting', 'RECIPIENT_REFUSED');
    }
    const { id, to, subject, text, html } = mail;
    const input = { id, from: mailboxText(from), to, subject, text, html };
    try {
      const request = sendMail.request(settings, input);
      return explainAnswer(await outbound.send(baseUrl, request, TIMEOUT_MILLISECONDS), input);
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return failure('server', late ? 'TIMEOUT' : 'UNREACHABLE');
    }
  };
  return { line: () => ({ send, close: () => {} }) };
}

function explainAnswer(answer: ProviderAnswer, input: OutgoingMail): SendOutcome {
  const { httpStatus, body } = answer;
  if (httpStatus < 200 || httpStatus > 299) {
    return explainRefusal(answer);
  }
  const read = sendMail.read(body, input);
  return read
    ? { sent: true, ref: read.ref?.slice(0, 128) ?? null, status: httpStatus }
    : failure('server', 'UNEXPECTED_ANSWER', httpStatus);
}

/** Which refusals are about the e-mail; every other is about us or the provider. */
function explainRefusal(answer: ProviderAnswer): SendOutcome {
  const { httpStatus } = answer;
  if (httpStatus === CONFLICT) {
    // The key was used with another text, of an older version of ours: that e-mail was taken.
    return resendErrorName(answer) === 'invalid_idempotent_request'
      ? { sent: true, ref: null, status: httpStatus }
      : failure('temporary', 'THROTTLED', httpStatus);
  }
  const code = explainResend(answer) ?? codeOfStatus(httpStatus);
  if ((httpStatus === BAD_REQUEST || httpStatus === UNPROCESSABLE) && code === 'REQUEST_REFUSED') {
    return failure('lasting', 'MESSAGE_REFUSED', httpStatus);
  }
  return failure('server', code, httpStatus >= 100 && httpStatus <= 599 ? httpStatus : null);
}

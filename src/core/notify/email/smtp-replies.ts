import type { FailureCode } from '../../integrations/failure-codes.ts';
import { failure, type SendFailure } from './transport.ts';

/** What went wrong in a conversation, as nodemailer tells it. */
export interface SmtpTrouble {
  /** `EAUTH`, `ETLS`, `ETIMEDOUT` … */
  readonly code: string;
  /** The reply's three digits; 0 when there was no reply. */
  readonly status: number;
  /** What was said before it: `MAIL FROM`, `RCPT TO`, `DATA` … */
  readonly command: string;
}

/** Reads nodemailer's error; anything else is a connection that broke. */
export function troubleOf(error: unknown): SmtpTrouble {
  const member = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const [code, status, command] = [member('code'), member('responseCode'), member('command')];
  return {
    code: typeof code === 'string' ? code : '',
    status: typeof status === 'number' && status >= 200 && status <= 599 ? status : 0,
    command: typeof command === 'string' ? command : '',
  };
}

/** The server is closing down, or has had enough of this connection (RFC 5321 section 3.8). */
export const CLOSING = 421;
const NO_ROOM = 452;

const unanswered: Readonly<Record<string, FailureCode>> = Object.freeze({
  EAUTH: 'CREDENTIALS_REFUSED',
  ETLS: 'TLS_REFUSED',
  ETIMEDOUT: 'TIMEOUT',
  EDNS: 'UNREACHABLE',
  EDIAL: 'UNREACHABLE',
  EMESSAGE: 'LETTER_BROKEN',
});

/**
 * What a trouble means for the e-mail and for the next one. 4yz is said of now, 5yz of this e-mail for
 * good (RFC 5321 section 4.2.1); a refused sender or login has nothing to do with the e-mail.
 */
export function explainTrouble({ code, status, command }: SmtpTrouble): SendFailure {
  const known = unanswered[code];
  if (status === 0) {
    return known === 'LETTER_BROKEN'
      ? failure('temporary', known)
      : failure('server', known ?? 'CONNECTION_LOST');
  }
  if (code === 'EAUTH' || code === 'ETLS') {
    return failure('server', known ?? 'PROVIDER_ERROR', status);
  }
  return status === CLOSING
    ? failure('server', 'PROVIDER_ERROR', status)
    : explainReply(status, command);
}

function explainReply(status: number, command: string): SendFailure {
  const isLasting = status >= 500;
  if (command === 'MAIL FROM') {
    return failure('server', isLasting ? 'MAIL_SENDER_REFUSED' : 'THROTTLED', status);
  }
  const what = refused[command];
  if (!what) {
    return failure('server', 'PROVIDER_ERROR', status);
  }
  return isLasting ? failure('lasting', what, status) : deferred(status);
}

/** What a 5yz refuses, by what was said before it. */
const refused: Readonly<Record<string, FailureCode>> = Object.freeze({
  'RCPT TO': 'RECIPIENT_REFUSED',
  DATA: 'MESSAGE_REFUSED',
});

function deferred(status: number): SendFailure {
  return failure('temporary', status === NO_ROOM ? 'THROTTLED' : 'GREYLISTED', status);
}

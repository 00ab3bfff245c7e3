import type { FailureCode } from '../../integrations/failure-codes.ts';

/** An e-mail as it is handed over. */
export interface Mail {
  /** The outbox's id; the same in every attempt. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly createdAt: Date;
}

export type SendOutcome =
  | {
      readonly sent: true;
      /** The provider's own id of the e-mail. */
      readonly ref: string | null;
      readonly status: number | null;
    }
  | SendFailure;

export interface SendFailure {
  readonly sent: false;
  readonly code: FailureCode;
  /** The reply's three digits, if there was a reply. */
  readonly status: number | null;
  /**
   * `temporary`: this e-mail, later · `lasting`: this e-mail, never · `server`: nothing to do with
   * the e-mail, and the next one would fare the same.
   */
  readonly kind: 'temporary' | 'lasting' | 'server';
}

/** A way to the provider over which e-mails go one after the other. It never rejects. */
export interface MailLine {
  /** The first one opens it; one that was lost is opened again by the next. */
  send(mail: Mail): Promise<SendOutcome>;
  close(): void;
}

export interface MailTransport {
  line(): MailLine;
}

export function failure(
  kind: SendFailure['kind'],
  code: FailureCode,
  status: number | null = null,
): SendFailure {
  return { sent: false, kind, code, status };
}

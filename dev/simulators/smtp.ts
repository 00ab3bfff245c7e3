/** The SMTP side of the mail catcher. A mail is in the mailbox exactly when the server took responsibility for it. */
import { buffer } from 'node:stream/consumers';
import type { Socket } from 'node:net';
import PostalMime, { type Address } from 'postal-mime';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerError,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import type { Behaviour } from './mail-mode.ts';
import type { Mail } from './mailbox.ts';

export type SmtpAccount = { user: string; pass: string };

export type SmtpStats = {
  connections: number;
  /** RCPT commands. */
  recipients: number;
  /** Log-ins, recipients and messages that were answered with a 4 or a 5. */
  refused: number;
};

type Desk = {
  account: SmtpAccount;
  behaviour: Behaviour;
  stats: SmtpStats;
  take(mail: Mail): void;
  socketOf(session: SMTPServerSession): Socket | undefined;
};

const MAX_MAIL_BYTES = 1024 * 1024;

/** Speaks SMTP on the sockets given to its `connect`; it listens to none by itself. */
export function createSmtp(desk: Desk, { startTls }: { startTls: boolean }): SMTPServer {
  const smtp = new SMTPServer({
    name: 'mail-catcher.localhost',
    banner: 'a simulator: no mail leaves this machine',
    logger: false,
    size: MAX_MAIL_BYTES,
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    hideSTARTTLS: !startTls,
    disabledCommands: startTls ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    ...handlersOf(desk),
  });
  smtp.on('error', () => {}); // a connection that breaks is the client's to notice
  return smtp;
}

type Done = (error?: Error | null, message?: string) => void;

function handlersOf(desk: Desk): SMTPServerOptions {
  const { account, behaviour, stats } = desk;
  return {
    onAuth({ username, password }, _session, done) {
      const isRight = username === account.user && password === account.pass;
      if (isRight && !behaviour.strikes('auth_refused')) {
        done(null, { user: username });
      } else {
        done(refusal(desk, 535, '5.7.8 Authentication credentials invalid'));
      }
    },
    onRcptTo(_address, _session, done) {
      stats.recipients += 1;
      if (behaviour.strikes('greylist')) {
        done(refusal(desk, 450, '4.7.1 Greylisted, please try again later'));
      } else if (behaviour.strikes('reject')) {
        done(refusal(desk, 550, '5.1.1 No such mailbox'));
      } else {
        done();
      }
    },
    onData(stream, session, done) {
      if (behaviour.strikes('die_in_data')) {
        const socket = desk.socketOf(session);
        stream.once('data', () => socket?.destroy());
      } else {
        void take(desk, stream, session, done);
      }
    },
  };
}

/** Takes the message, then says so, in one go: what is promised is in the mailbox and the other way round. */
async function take(
  desk: Desk,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  done: Done,
) {
  const socket = desk.socketOf(session);
  const mails = await receive(stream, session);
  if (mails === null) {
    done(refusal(desk, 552, '5.3.4 The message is too big or broken off'));
    return;
  }
  if (socket === undefined || socket.destroyed) {
    return; // nobody is left to promise anything to
  }
  for (const mail of mails) {
    desk.take(mail);
  }
  if (desk.behaviour.strikes('die_after_data')) {
    socket.destroy();
  } else {
    done(null, '2.0.0 Caught: it is not sent anywhere');
  }
}

function refusal({ stats }: Desk, responseCode: number, message: string): SMTPServerError {
  stats.refused += 1;
  return Object.assign(new Error(message), { responseCode });
}

/** The whole message, once for each recipient; null when it is too big, breaks off or makes no sense. */
async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<Mail[] | null> {
  try {
    const raw = await buffer(stream);
    const mail = stream.sizeExceeded ? null : await readMail(raw);
    return mail && session.envelope.rcptTo.map(({ address }) => ({ ...mail, to: address }));
  } catch {
    return null;
  }
}

async function readMail(raw: Uint8Array): Promise<Omit<Mail, 'to'>> {
  const { subject, text, html, from, messageId, headers } = await PostalMime.parse(raw);
  const values = Map.groupBy(headers, ({ key }) => key);
  return {
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    from: from === undefined ? '' : nameOf(from),
    message_id: messageId ?? '',
    headers: Object.fromEntries(
      [...values].map(([name, lines]) => [name, lines.map(({ value }) => value).join('\n')]),
    ),
  };
}

function nameOf({ name, address = '' }: Address): string {
  return name === '' ? address : `${name} <${address}>`;
}

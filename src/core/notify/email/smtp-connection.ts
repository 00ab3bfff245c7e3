import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Socket } from 'node:net';

import type { SmtpServer } from '../../integrations/providers/smtp.ts';

const CONNECT_MILLISECONDS = 10_000;
const GREETING_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 15_000;
const CLOSE_MILLISECONDS = 500;

/** A trouble of ours in the form nodemailer's have. */
class DialError extends Error {
  override readonly name = 'DialError';

  readonly code: 'EDIAL' | 'ETIMEDOUT' | 'ETLS';

  constructor(code: DialError['code']) {
    super(code);
    this.code = code;
  }
}

/** A conversation with a server that has greeted us, is encrypted where it has to be, and knows us. */
export interface SmtpConversation {
  /** The reply to the e-mail. Rejects when it was refused, or when the connection ended before a reply. */
  send(
    envelope: { from: string; to: string },
    raw: Uint8Array,
  ): Promise<{ readonly reply: string }>;
  /** Forgets an e-mail that was refused (RSET). */
  reset(): Promise<void>;
  /** Takes leave in good form; nothing waits for it. */
  quit(): void;
  close(): void;
}

/**
 * Opens a conversation. The socket is dialled here and not by nodemailer, which would ask DNS itself:
 * workerd resolves names where it connects, local ones too. Certificates and names are checked by the
 * runtime. `helo` is our own name.
 */
export async function openSmtp(server: SmtpServer, helo: string): Promise<SmtpConversation> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    connection: await dial(server),
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    secured: server.isSecure,
    requireTLS: !server.isSecure && !server.isLoopback,
    ignoreTLS: server.isLoopback,
    name: helo,
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: GREETING_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    socketCloseTimeout: CLOSE_MILLISECONDS,
  });
  const lost = endOf(connection);
  const within = async <T>(answer: Promise<T>) => await Promise.race([answer, lost]);
  try {
    await within(called((done) => connection.connect(done)));
    await within(logIn(connection, server));
  } catch (error) {
    connection.close();
    throw error;
  }
  return conversationOf(connection, within);
}

function conversationOf(
  connection: SMTPConnection,
  within: <T>(answer: Promise<T>) => Promise<T>,
): SmtpConversation {
  return {
    send: async ({ from, to }, raw) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ reply: string }>();
      const envelope = { from, to: [to], size: raw.byteLength };
      connection.send(envelope, Buffer.from(raw), (error, info) => {
        if (error) {
          reject(error);
        } else {
          resolve({ reply: info.response });
        }
      });
      return await within(promise);
    },
    reset: async () => {
      await within(called((done) => connection.reset(done)));
    },
    quit: () => {
      connection.quit();
    },
    close: () => {
      connection.close();
    },
  };
}

/** The password never goes over a connection that others can read, whatever the options say. */
async function logIn(connection: SMTPConnection, { login, isLoopback }: SmtpServer): Promise<void> {
  if (!connection.secure && !isLoopback) {
    throw new DialError('ETLS');
  }
  if (login) {
    await called((done) =>
      connection.login({ user: login.user, pass: login.password.expose() }, done),
    );
  }
}

/** Rejects when the connection ends, for anyone who waits then. */
async function endOf(connection: SMTPConnection): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  connection.on('error', reject);
  connection.on('end', () => {
    reject(new Error('ended'));
  });
  promise.catch(() => {}); // nobody may be waiting
  return await promise;
}

async function called(act: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    act((error) => {
      if (error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });
}

async function dial({ host, port, isSecure }: SmtpServer): Promise<Socket> {
  const socket = isSecure
    ? (await import('node:tls')).connect({ host, port, servername: host })
    : (await import('node:net')).connect({ host, port });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const late = setTimeout(() => {
    reject(new DialError('ETIMEDOUT'));
  }, CONNECT_MILLISECONDS);
  const refused = () => {
    reject(new DialError('EDIAL'));
  };
  socket.once(isSecure ? 'secureConnect' : 'connect', () => {
    resolve(socket);
  });
  socket.once('error', refused);
  try {
    return await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

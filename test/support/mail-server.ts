import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { MAIL_LOGIN, SmtpTalk, type Failure, type TakenMail } from './smtp-talk.ts';

/** How a server misbehaves; `{}` is normal. With `times`, only so often. */
export interface MailServerMode {
  readonly smtp?: 'refuse' | 'hang' | Failure;
  readonly times?: number;
}

const KEPT_TEXTS = 100;

/** A mail server of one test's own, on loopback: it takes e-mails over SMTP and delivers none. */
export class MailServer {
  /** The text of the newest ones alone is kept. */
  readonly taken: TakenMail[] = [];
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #mode: MailServerMode['smtp'];
  #left = 0;
  #held: (() => Promise<void>) | null = null;

  constructor() {
    this.#server = createServer((socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      if (this.#mode !== 'hang') {
        new SmtpTalk(socket, this).begin();
      }
    });
  }

  /** `smtp://user:pass@127.0.0.1:<port>` */
  get smtpUrl(): string {
    const { user, password } = MAIL_LOGIN;
    return `smtp://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroy();
    }
    if (this.#server.listening) {
      this.#server.close();
      await once(this.#server, 'close');
    }
  }

  async mode({ smtp, times = Infinity }: MailServerMode): Promise<void> {
    this.#mode = smtp;
    this.#left = times;
    if (smtp === 'refuse') {
      await this.stop();
    } else if (!this.#server.listening) {
      await this.start();
    }
  }

  /** Runs after the next e-mail is taken and before its 250. */
  beforeReply(act: () => Promise<void>): void {
    this.#held = act;
  }

  strikes(mode: Failure): boolean {
    if (this.#mode !== mode || this.#left === 0) {
      return false;
    }
    this.#left -= 1;
    return true;
  }

  async take(mail: TakenMail): Promise<void> {
    this.taken.push(mail);
    const old = this.taken[this.taken.length - 1 - KEPT_TEXTS];
    if (old) {
      old.raw = '';
    }
    const act = this.#held;
    this.#held = null;
    await act?.();
  }
}

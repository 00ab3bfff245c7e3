import type { Socket } from 'node:net';

export const MAIL_LOGIN = Object.freeze({ user: 'mailer', password: 'a%b' });

/** What the server can be told to do wrong, as far as a conversation shows it. */
export type Failure =
  | 'greylist'
  | 'reject'
  | 'reject_sender'
  | 'reject_data'
  | 'die_in_data'
  | 'die_after_data'
  | 'auth_refused'
  | 'closing';

/** The server that the conversation belongs to. */
interface Keeper {
  /** Whether this is to happen now; it counts as once. */
  strikes(failure: Failure): boolean;
  take(mail: TakenMail): Promise<void>;
}

/** An e-mail the server took, as it came. */
export interface TakenMail {
  readonly to: string;
  raw: string;
}

/** The server's side of one conversation, line by line (RFC 5321). */
export class SmtpTalk {
  readonly #socket: Socket;
  readonly #server: Keeper;
  #buffer = '';
  #to = '';
  #isData = false;

  constructor(socket: Socket, server: Keeper) {
    this.#socket = socket;
    this.#server = server;
  }

  begin(): void {
    this.#socket.setEncoding('utf8');
    this.#socket.on('data', (chunk) => {
      this.#buffer += String(chunk);
      this.#hear();
    });
    this.#say('220 mail.test');
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  #hear(): void {
    let end = this.#buffer.indexOf('\r\n');
    while (!this.#isData && end >= 0) {
      const line = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + 2);
      this.#answer(line);
      end = this.#buffer.indexOf('\r\n');
    }
    if (this.#isData && this.#buffer !== '') {
      void this.#receive();
    }
  }

  #answer(line: string): void {
    const replies: Readonly<Record<string, () => string>> = {
      EHLO: () => '250-mail.test\r\n250 AUTH PLAIN',
      AUTH: () => (this.#does('auth_refused') || !isKnown(line) ? '535 5.7.8 no' : '235 2.7.0 ok'),
      MAIL: () => (this.#does('closing') ? '421 enough' : this.#senderReply()),
      RCPT: () => this.#recipientReply(line),
      DATA: () => {
        this.#isData = true;
        return '354 go on';
      },
      QUIT: () => '221 bye',
    };
    const verb = line.slice(0, 4).toUpperCase();
    this.#say(replies[verb]?.() ?? '250 ok');
    if (verb === 'QUIT') {
      this.#socket.end();
    }
  }

  #senderReply(): string {
    return this.#does('reject_sender') ? '553 no' : '250 ok';
  }

  #recipientReply(line: string): string {
    this.#to = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (this.#does('greylist')) {
      return '450 4.2.0 later';
    }
    return this.#does('reject') ? '550 5.1.1 no' : '250 ok';
  }

  #does(failure: Failure): boolean {
    return this.#server.strikes(failure);
  }

  async #receive(): Promise<void> {
    const end = this.#buffer.indexOf('\r\n.\r\n');
    if (this.#server.strikes('die_in_data')) {
      this.#socket.destroy();
      return;
    }
    if (end < 0) {
      return;
    }
    const raw = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end + 5);
    this.#isData = false;
    if (this.#server.strikes('reject_data')) {
      this.#say('554 5.7.1 spam');
      return;
    }
    await this.#server.take({ to: this.#to, raw });
    if (this.#server.strikes('die_after_data')) {
      this.#socket.destroy();
    } else {
      this.#say('250 2.0.0 Ok: queued as 4F2A');
    }
  }
}

function isKnown(line: string): boolean {
  const plain = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
  return plain === `\u0000${MAIL_LOGIN.user}\u0000${MAIL_LOGIN.password}`;
}

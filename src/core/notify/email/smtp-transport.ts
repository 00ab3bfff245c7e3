import type { Greeting } from '../../integrations/outbound.ts';
import { domainOf, isRecipient, type Mailbox } from '../../integrations/providers/mailbox.ts';
import { smtpServerOf, type SmtpServer } from '../../integrations/providers/smtp.ts';
import type { ProviderSettings } from '../../integrations/provider.ts';
import { openSmtp, type SmtpConversation } from './smtp-connection.ts';
import { writeMime } from './write-mime.ts';
import { CLOSING, explainTrouble, troubleOf } from './smtp-replies.ts';
import {
  failure,
  type Mail,
  type MailLine,
  type MailTransport,
  type SendOutcome,
} from './transport.ts';

/** However slowly a server drips its replies, one e-mail takes no longer. */
const LETTER_MILLISECONDS = 30_000;
const TAKEN = 250;

/** Emails over SMTP: one conversation for all that go over a line. */
export function smtpTransport(server: SmtpServer, from: Mailbox): MailTransport {
  return { line: () => new SmtpLine(server, from) };
}

class SmtpLine implements MailLine {
  readonly #server: SmtpServer;
  readonly #from: Mailbox;
  #open: SmtpConversation | null = null;
  /** Emails this conversation has carried. */
  #carried = 0;

  constructor(server: SmtpServer, from: Mailbox) {
    this.#server = server;
    this.#from = from;
  }

  async send(mail: Mail): Promise<SendOutcome> {
    if (!isRecipient(mail.to)) {
      return failure('lasting', 'RECIPIENT_REFUSED');
    }
    try {
      const raw = await writeMime(mail, this.#from);
      return await inTime(
        async (late) => await this.#converse(mail.to, raw, late),
        LETTER_MILLISECONDS,
      );
    } catch (error) {
      this.#hangUp();
      return explainTrouble(troubleOf(error));
    }
  }

  close(): void {
    this.#open?.quit();
    this.#open = null;
  }

  async #converse(to: string, raw: Uint8Array, late: AbortSignal): Promise<SendOutcome> {
    try {
      return await this.#handOver(to, raw, late);
    } catch (error) {
      const trouble = troubleOf(error);
      const outcome = explainTrouble(trouble);
      if (outcome.kind !== 'server') {
        await this.#forgetRefused();
        return outcome;
      }
      const hadEnough = trouble.status === CLOSING && this.#carried > 0;
      this.#hangUp();
      // It said that it has not taken this one, and only that this conversation is over.
      return hadEnough ? await this.#handOver(to, raw, late) : outcome;
    }
  }

  async #handOver(to: string, raw: Uint8Array, late: AbortSignal): Promise<SendOutcome> {
    const conversation = this.#open ?? (await openSmtp(this.#server, domainOf(this.#from.address)));
    if (late.aborted) {
      conversation.close(); // it was called a failure already, so it must not be sent now
      throw new Late();
    }
    this.#open = conversation;
    const { reply } = await conversation.send({ from: this.#from.address, to }, raw);
    this.#carried += 1;
    return { sent: true, ref: refOf(reply), status: TAKEN };
  }

  /** What was said of the e-mail stands, even when the conversation ends over it. */
  async #forgetRefused(): Promise<void> {
    try {
      await this.#open?.reset();
    } catch {
      this.#hangUp();
    }
  }

  #hangUp(): void {
    this.#open?.close();
    this.#open = null;
    this.#carried = 0;
  }
}

/** Greets the server of these settings, logs in and takes leave. */
export async function greetSmtp(
  settings: ProviderSettings,
  timeoutMilliseconds: number,
): Promise<Greeting> {
  const server = smtpServerOf(settings);
  if (!server) {
    return { code: 'UNREACHABLE', status: null };
  }
  try {
    await inTime(async (late) => {
      await greet(server, late);
    }, timeoutMilliseconds);
    return { code: null, status: TAKEN };
  } catch (error) {
    const { code, status } = explainTrouble(troubleOf(error));
    return { code, status };
  }
}

async function greet(server: SmtpServer, late: AbortSignal): Promise<void> {
  const conversation = await openSmtp(server, 'localhost');
  late.addEventListener('abort', () => {
    conversation.close();
  });
  try {
    await conversation.reset();
  } finally {
    conversation.quit();
  }
}

/** What the server calls it, as far as a reply tells: `250 2.0.0 Ok: queued as 4F2A` → `4F2A`. */
function refOf(reply: string): string | null {
  const last = reply.trim().split(/\s+/).at(-1) ?? '';
  return last.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 128) || null;
}

class Late extends Error {
  readonly code = 'ETIMEDOUT';
}

async function inTime<T>(act: (late: AbortSignal) => Promise<T>, milliseconds: number): Promise<T> {
  const late = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.abort();
    reject(new Late());
  }, milliseconds);
  const work = act(late.signal);
  work.catch(() => {}); // of one that comes too late nobody hears
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

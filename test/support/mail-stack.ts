import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';

import { startStack, type Stack } from '../../dev/stack.ts';
import { makeTemporaryFolder } from '../../dev/temporary-folder.ts';
import { MailServer } from './mail-server.ts';
import { deadlineVars } from './deadline-vars.ts';
import { randomKey } from './random-key.ts';

type Row = Record<string, unknown>;

interface Given {
  readonly to?: string;
  readonly kind?: string;
  readonly expiresIn?: string;
}

const facts = {
  at: '2030-01-02T15:04:05.000Z',
  ip: '203.0.113.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  place: 'Lisbon, PT',
};

/** A stack of one file's own that sends over a mail server of its own. */
export function mailStack() {
  const localDir = makeTemporaryFolder('mail');
  const mail = new MailStack();
  beforeAll(async () => {
    await mail.start(localDir);
  });
  afterAll(async () => {
    await mail.stop();
    rmSync(localDir, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await mail.rows('delete from mail_outbox');
    await mail.rows('delete from integration_usage_events');
  });
  afterEach(async () => {
    await mail.server.mode({});
    await mail.loseDatabase({});
    // The server is well again, and the mail worker has to find out before the next test begins.
    const { id } = await mail.write();
    await mail.untilState(id, 'sent');
  });
  return mail;
}

class MailStack {
  readonly server = new MailServer();
  #stack: Stack | null = null;
  #database = new pg.Client();

  get stack(): Stack {
    if (!this.#stack) {
      throw new Error('the stack is not running');
    }
    return this.#stack;
  }

  async start(localDir: string): Promise<void> {
    await this.server.start();
    this.#stack = await startStack({
      port: 0,
      localDir,
      built: inject('built'),
      copyOf: inject('databaseServer'),
      devVars: false,
      vars: {
        ...deadlineVars(),
        APP_ENC_KEY: randomKey(),
        EMAIL_PROVIDER: 'smtp',
        EMAIL_FROM: 'Sallyport <no-reply@sallyport.example>',
        SMTP_URL: this.server.smtpUrl,
      },
    });
    this.#database = new pg.Client({ connectionString: this.stack.database.ownerUrl });
    await this.#database.connect();
  }

  async stop(): Promise<void> {
    await this.#database.end();
    await this.#stack?.stop();
    await this.server.stop();
  }

  async rows(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#database.query<Row>(text, values)).rows;
  }

  /** Calls the mail worker, as cron does. */
  async wake(): Promise<void> {
    await this.stack.runScheduled();
  }

  /** Queues e-mails past the product, each to an address of its own unless one is given. */
  async put(howMany: number, { to, kind = 'password_changed', expiresIn = '3 days' }: Given = {}) {
    const messages = Array.from({ length: howMany }, () => {
      const id = randomUUID();
      return { id, to: to ?? `${id}@example.com` };
    });
    await this.rows(
      `insert into mail_outbox (id, kind, to_address, facts, next_attempt_at, expires_at, trace_id,
         created_at)
       select m.id, $4, m.address, $3::jsonb, now(), now() + $5::interval,
         replace(m.id::text, '-', ''), now()
       from unnest($1::uuid[], $2::text[]) as m (id, address)`,
      [
        messages.map(({ id }) => id),
        messages.map((message) => message.to),
        JSON.stringify(facts),
        kind,
        expiresIn,
      ],
    );
    return messages;
  }

  /** Queues one e-mail without calling the mail worker. */
  async putOne(given: Given = {}) {
    const [message = { id: '', to: '' }] = await this.put(1, given);
    return message;
  }

  async write(given: Given = {}) {
    const message = await this.putOne(given);
    await this.wake();
    return message;
  }

  async message(id: string): Promise<Row> {
    return (await this.rows('select * from mail_outbox where id = $1', [id]))[0] ?? {};
  }

  async untilState(id: string, state: string, timeout = 15_000): Promise<Row> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const message = await this.message(id);
      if (message['state'] === state) {
        return message;
      }
      if (Date.now() > deadline) {
        throw new Error(`the e-mail is ${String(message['state'])} and not ${state}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async count(messages: readonly { id: string }[], where: string): Promise<number> {
    const [row] = await this.rows(
      `select count(*)::int as count from mail_outbox where id = any($1) and (${where})`,
      [messages.map(({ id }) => id)],
    );
    return Number(row?.['count']);
  }

  /** The ledger's rows of an e-mail, oldest first. */
  async ledger(id: string): Promise<Row[]> {
    return await this.rows(
      'select * from integration_usage_events where trace_id = $1 order by created_at',
      [id.replaceAll('-', '')],
    );
  }

  takenBy(to: string) {
    return this.server.taken.filter((mail) => mail.to === to);
  }

  /** What becomes of the next statements; `{}` is normal. */
  async loseDatabase(mode: { fail_call?: number; kind?: 'before' | 'after' | 'hang' }) {
    await fetch(`${this.stack.database.neonHttp.url}/mode`, {
      method: 'POST',
      body: JSON.stringify(mode),
    });
  }
}

/** Nothing doubled, nothing lost, a row for each send, and none open. */
export async function expectTakenOnce(
  mail: MailStack,
  messages: readonly { id: string; to: string }[],
): Promise<void> {
  const wanted = new Set(messages.map(({ to }) => to));
  const taken = mail.server.taken.map(({ to }) => to).filter((to) => wanted.has(to));
  expect(taken).toHaveLength(messages.length);
  expect(new Set(taken)).toEqual(wanted);
  const rows = await mail.rows(
    `select status, count(*)::int as count from integration_usage_events
     where trace_id = any($1) group by status`,
    [messages.map(({ id }) => id.replaceAll('-', ''))],
  );
  const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  expect(counts).toMatchObject({ SUCCESS: messages.length });
  expect(counts['PENDING']).toBeUndefined();
}

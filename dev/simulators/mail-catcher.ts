/** A stand-in for a mail server: it takes every mail over SMTP, delivers none, and shows what it took. */
import { createBehaviour, mailModes, type MailMode } from './mail-mode.ts';
import { createMailbox, emptied, type Mailbox } from './mailbox.ts';
import { mailPage } from './mail-page.ts';
import type { Mode } from './mode.ts';
import { startSimulator, type Simulator } from './server.ts';
import { createSmtp, type SmtpAccount, type SmtpStats } from './smtp.ts';
import { startListener } from './smtp-listener.ts';

export type MailCatcher = Simulator & {
  /** `smtp://user:pass@127.0.0.1:<port>` */
  smtpUrl: string;
};

const NAMES = { title: 'Mail catcher', standsFor: 'a mail server' };
const NOTHING_SO_FAR: SmtpStats = { connections: 0, recipients: 0, refused: 0 };

/** Starts it for one account. `url` is the page and `GET /messages`; mails arrive at `smtpUrl`. */
export async function startMailCatcher(
  account: SmtpAccount,
  { startTls = false } = {},
): Promise<MailCatcher> {
  const mailbox = createMailbox();
  const stats = { ...NOTHING_SO_FAR };
  const { port, enter, stop } = await startSmtp({ account, mailbox, stats, startTls });
  const simulator = await startSimulator<Mode & MailMode>({
    ...NAMES,
    modes: mailModes,
    enter,
    answer: () => ({ status: 404, body: { message: 'mails come over SMTP' } }),
    failure: (status) => ({ status, body: { message: 'failed on request' } }),
    views: {
      '/messages': ({ query }) => mailbox.list(query.get('to')),
      '/stats': () => ({ ...stats, messages: mailbox.all.length }),
    },
    actions: { 'DELETE /messages': () => emptied(mailbox) },
    page: (query) => mailPage(NAMES, mailbox.all, query),
    reset() {
      mailbox.clear();
      Object.assign(stats, NOTHING_SO_FAR);
    },
  });
  return {
    url: simulator.url,
    smtpUrl: `smtp://${account.user}:${account.pass}@127.0.0.1:${port}`,
    async stop() {
      await simulator.stop();
      await stop();
    },
  };
}

/** SMTP on a port of its own, and how to change what it does. */
async function startSmtp({
  account,
  mailbox,
  stats,
  startTls,
}: {
  account: SmtpAccount;
  mailbox: Mailbox;
  stats: SmtpStats;
  startTls: boolean;
}) {
  const behaviour = createBehaviour();
  const smtp = createSmtp(
    {
      account,
      behaviour,
      stats,
      take: (mail) => mailbox.add(mail),
      socketOf: ({ remotePort }) => listener.socketFrom(remotePort),
    },
    { startTls },
  );
  const listener = await startListener((socket) => {
    stats.connections += 1;
    if (behaviour.current !== 'hang') {
      smtp.connect(socket);
    }
  });
  return {
    port: listener.port,
    async enter(this: void, mode: MailMode) {
      behaviour.set(mode);
      if (mode.smtp === 'refuse') {
        await listener.close();
        return;
      }
      await listener.open();
      if (mode.smtp === 'hang' || mode.smtp === 'auth_refused') {
        listener.cutAll(); // who is past the greeting would not notice
      }
    },
    async stop(this: void) {
      await listener.close();
    },
  };
}

import { createTransport } from 'nodemailer';
import { onTestFinished } from 'vitest';
import type { CaughtMail } from './mailbox.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { setMode } from './testing.ts';

export const ACCOUNT = { user: 'mailer', pass: 'secret' };

export const GOOD = {
  from: 'Sallyport <no-reply@sallyport.example>',
  to: 'ada@example.com',
  subject: 'Bestätigen Sie Ihre Adresse',
  text: 'Follow https://app.example/verify#token=abc, please.',
  html: '<p><a href="https://app.example/verify?a=1&amp;b=2">Follow</a></p>',
};

/** A mail catcher of its own for one test, and a client of it. */
export async function openCatcher(options: { startTls?: boolean } = {}) {
  const catcher = await startMailCatcher(ACCOUNT, options);
  onTestFinished(async () => await catcher.stop());
  const { port } = new URL(catcher.smtpUrl);
  const client = (settings = {}) => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: Number(port),
      auth: ACCOUNT,
      ignoreTLS: true,
      greetingTimeout: 300,
      ...settings,
    });
    onTestFinished(() => transport.close());
    return transport;
  };
  const read = async <T>(path: string) => await (await fetch(`${catcher.url}${path}`)).json<T>();
  return {
    catcher,
    port: Number(port),
    client,
    send: async (mail = {}) => await client().sendMail({ ...GOOD, ...mail }),
    mode: async (mode: unknown) => await setMode(catcher, mode),
    messages: async (query = '') => await read<CaughtMail[]>(`/messages${query}`),
    stats: async () => await read<Record<string, number>>('/stats'),
    page: async (query = '') => await (await fetch(`${catcher.url}/${query}`)).text(),
  };
}

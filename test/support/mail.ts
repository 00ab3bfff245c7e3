import { expect, inject } from 'vitest';

/** A mail as the catcher took it. */
export interface CaughtMail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
}

/** Every mail to that address, oldest first. */
export async function mailsTo(address: string, catcher = inject('simulators').mail) {
  const response = await fetch(`${catcher}/messages?to=${encodeURIComponent(address)}`);
  return await response.json<CaughtMail[]>();
}

/** Waits until so many mails came to that address, and gives them, oldest first. */
export async function waitForMails(address: string, count: number): Promise<CaughtMail[]> {
  await expect.poll(async () => (await mailsTo(address)).length).toBeGreaterThanOrEqual(count);
  return await mailsTo(address);
}

/** Waits for a mail whose subject fits. */
export async function waitForMail(address: string, subject: RegExp): Promise<CaughtMail> {
  const fitting = async () =>
    (await mailsTo(address)).findLast((mail) => subject.test(mail.subject)) ?? null;
  await expect.poll(async () => (await fitting())?.subject).toMatch(subject);
  const mail = await fitting();
  if (!mail) {
    throw new Error('the catcher forgot a mail');
  }
  return mail;
}

/** The link of a mail that leads to that page, and the token in it. */
export function linkIn(mail: CaughtMail, page: string): { url: string; token: string } {
  const [url = '', token = ''] =
    new RegExp(`\\S*${page}\\?token=([A-Za-z0-9_-]{43})`).exec(mail.text) ?? [];
  if (token === '') {
    throw new Error(`no link to ${page} in: ${mail.text}`);
  }
  return { url, token };
}

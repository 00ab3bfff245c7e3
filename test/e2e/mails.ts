import { inject } from 'vitest';

/** A mail as the catcher of this machine has taken it. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
}

/** Everything that was mailed to this address, oldest first. */
export async function mailsTo(address: string): Promise<readonly Mail[]> {
  const urls: Readonly<Record<string, string>> = inject('simulators');
  const answer = await fetch(`${urls['mail']}/messages?to=${encodeURIComponent(address)}`);
  const mails = await answer.json<readonly Mail[]>();
  return mails.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Waits for the newest link to that page in the mails to the address; its path, with the token. */
export async function mailedLink(address: string, page: string): Promise<string> {
  const pattern = new RegExp(String.raw`https?://[^\s/]+(${page}\?token=[^\s"<>]+)`);
  return await eventually(`a link to ${page} mailed to ${address}`, async () =>
    (await mailsTo(address)).flatMap(({ text }) => pattern.exec(text)?.[1] ?? []).at(-1),
  );
}

/** Waits until that many mails have come to the address. */
export async function mailsOf(address: string, count: number): Promise<readonly Mail[]> {
  return await eventually(`${count} mails to ${address}`, async () => {
    const mails = await mailsTo(address);
    return mails.length < count ? undefined : mails;
  });
}

const LONGEST_MILLISECONDS = 90_000;

/** Mail goes out behind the answer; `expect.poll` is not for tests side by side. */
async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + LONGEST_MILLISECONDS;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`There is still not ${what}.`);
}

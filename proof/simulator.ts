import type { Deployment } from './client/deployment.ts';

/** Sets the mode of the messaging simulator; `{}` is normal. */
export async function setSimulator(
  { twilioUrl }: Deployment,
  mode: { readonly callbacks?: boolean },
): Promise<void> {
  const answer = await fetch(`${twilioUrl}/mode`, { method: 'POST', body: JSON.stringify(mode) });
  if (!answer.ok) {
    throw new Error(`the messaging simulator refused ${JSON.stringify(mode)}`);
  }
}

/** The messages that the messaging simulator received, newest first. */
export async function sentMessages({
  twilioUrl,
}: Deployment): Promise<{ to: string; body: string }[]> {
  const answer = await fetch(`${twilioUrl}/messages`);
  return await answer.json<{ to: string; body: string }[]>();
}

/** The e-mails that the mail simulator received for that address, newest first. */
export async function mailsTo(
  { mailUrl }: Deployment,
  address: string,
): Promise<{ text: string; html: string; subject: string; at: string }[]> {
  const answer = await fetch(`${mailUrl}/messages?to=${encodeURIComponent(address)}`);
  const mails = await answer.json<{ text: string; html: string; subject: string; at: string }[]>();
  return mails.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

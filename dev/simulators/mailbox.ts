/** Mails as they were caught: what a simulator of a mail server or of an e-mail API keeps instead of sending. */
import { canonicalAddress } from '../../src/core/accounts/mail-domain.ts';
import type { Answer } from './http.ts';

export type Mail = {
  /** The one address it was addressed to: a mail to two people is two mails here. */
  to: string;
  subject: string;
  /** Empty when the mail has no such part. */
  text: string;
  html: string;
  /** As the header says it: `Name <address>`. */
  from: string;
  message_id: string;
  /** Lower-case names; what occurs more than once stands on lines of its own. */
  headers: Record<string, string>;
};

export type CaughtMail = Mail & {
  /** Counts from 1, and goes on counting when the list is emptied. */
  id: number;
  at: string;
};

export type Mailbox = {
  /** Oldest first. */
  readonly all: readonly CaughtMail[];
  add(mail: Mail): void;
  /** Oldest first; with an address only what was addressed to it. */
  list(to: string | null): readonly CaughtMail[];
  clear(): void;
};

/** A test that drains ten thousand mails finds every one of them. */
const KEPT_MAILS = 20_000;

export function createMailbox(): Mailbox {
  const all: CaughtMail[] = [];
  let lastId = 0;
  return {
    all,
    add(mail) {
      lastId += 1;
      all.push({ id: lastId, at: new Date().toISOString(), ...mail });
      if (all.length > KEPT_MAILS) {
        all.shift();
      }
    },
    list(to) {
      return to === null ? all : all.filter((mail) => spelled(mail.to) === spelled(to));
    },
    clear() {
      all.length = 0;
    },
  };
}

/** A parser of mails writes a domain as people read it, whatever stood in the header. */
function spelled(address: string): string {
  return canonicalAddress(address.toLowerCase());
}

/** The answer of `DELETE /messages`. */
export function emptied(mailbox: Mailbox): Answer {
  mailbox.clear();
  return { status: 200, body: {} };
}

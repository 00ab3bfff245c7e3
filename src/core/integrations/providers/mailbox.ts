import type { ProviderVariable } from '../provider.ts';

/** Who an e-mail comes from. */
export interface Mailbox {
  /** Empty when there is only an address. */
  readonly name: string;
  readonly address: string;
}

const MAX_ADDRESS_LENGTH = 254;

/**
 * The addresses that a header or an envelope may hold: printable ASCII without anything that ends one
 * and begins another (RFC 5322 section 3.4). Quoted local parts are left out on purpose.
 */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}$/;

/** Somebody's own address may be international; what ends an address, a header or a line is never in it. */
const RECIPIENT =
  /^[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>()[\]\\,;:"@]+$/u;

/** Letters, digits and what stands in names; no quotes, brackets, commas or colons, and one line. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{N} .&'’+-]{0,62}[\p{L}\p{N}.])?$/u;

/** Whether an e-mail may be addressed to it: exactly one recipient, on one line. */
export function isRecipient(address: string): boolean {
  return address.length <= MAX_ADDRESS_LENGTH && RECIPIENT.test(address);
}

/** Reads `Name <a@b.c>` or `a@b.c`; null for anything else. */
export function parseMailbox(text: string): Mailbox | null {
  const [, name = '', inBrackets, bare] = /^(?:([^<>]+) <([^<>]+)>|([^<>]+))$/u.exec(text) ?? [];
  const address = inBrackets ?? bare ?? '';
  const isAddress = address.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(address);
  return isAddress && (name === '' || NAME.test(name)) ? { name, address } : null;
}

/** As a header has it. The name holds nothing that would need more than these quotes. */
export function mailboxText({ name, address }: Mailbox): string {
  return name === '' ? address : `"${name}" <${address}>`;
}

/** The part behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** An https origin, or this machine. */
export const PUBLIC_URL_SHAPE = /^(https:\/\/[^\s/]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)$/;

/** What every way of sending e-mails needs: who they come from, and where their links lead. */
export const emailVariables: readonly ProviderVariable[] = Object.freeze([
  { name: 'EMAIL_FROM', shape: { test: (text: string) => parseMailbox(text) !== null } },
  { name: 'PUBLIC_URL', shape: PUBLIC_URL_SHAPE },
]);

import { domainOf, type Mailbox } from '../../integrations/providers/mailbox.ts';
import { encodeBase64Unpadded } from '../../../platform/crypto/encoding.ts';
import type { Mail } from './transport.ts';

const MAX_LINE = 76;
/** 52 characters of base64: with `Subject: =?utf-8?B?…?=` around them a line stays within 76 (RFC 2047 section 2). */
const MAX_WORD_BYTES = 39;

/**
 * The e-mail as it travels (RFC 5322, RFC 2046 section 5.1.4): two forms of one text, and no answer to
 * it is wanted (RFC 3834). Written here because nodemailer's composer waits for a dozen timers a
 * e-mail, and can read files. Every line of a header is ours, but for the recipient, who was checked.
 */
export async function writeMime(mail: Mail, from: Mailbox): Promise<Uint8Array> {
  const { encode, wrap } = await import('nodemailer/lib/qp');
  // Quoted-printable never holds "=_", so the boundary is in neither part.
  const boundary = `=_${mail.id}`;
  const part = (type: string, text: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    wrap(encode(text.replaceAll(/\r\n?|\n/g, '\r\n')), MAX_LINE),
  ];
  const lines = [
    `From: ${from.name === '' ? from.address : `${phraseOf(from.name)} <${from.address}>`}`,
    `To: ${mail.to}`,
    `Subject: ${wordsOf(mail.subject)}`,
    // The same in every attempt, so that a reader who gets two can see that they are one.
    `Message-ID: <${mail.id}@${domainOf(from.address)}>`,
    `Date: ${mail.createdAt.toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
    '',
    ...part('text/plain', mail.text),
    ...part('text/html', mail.html),
    `--${boundary}--`,
    '',
  ];
  return new TextEncoder().encode(lines.join('\r\n'));
}

/** A name holds no quotes (see parseMailbox), so quoting it is enough. */
function phraseOf(name: string): string {
  return isPlain(name) ? `"${name}"` : wordsOf(name);
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]{0,60}$/.test(text) && !text.includes('=?');
}

/** Text of a header that is not plain, as encoded words (RFC 2047): nothing in it can end a line. */
function wordsOf(text: string): string {
  if (isPlain(text)) {
    return text;
  }
  const encoder = new TextEncoder();
  const words: Uint8Array<ArrayBuffer>[] = [];
  let word = '';
  for (const character of text) {
    if (encoder.encode(word + character).byteLength > MAX_WORD_BYTES) {
      words.push(encoder.encode(word));
      word = '';
    }
    word += character;
  }
  words.push(encoder.encode(word));
  return words.map((bytes) => `=?utf-8?B?${padded(encodeBase64Unpadded(bytes))}?=`).join('\r\n ');
}

function padded(base64: string): string {
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
}

import { fromBase32, toBase32 } from './independent-crypto.ts';

/** A form in which careless code could store a secret. */
export interface Form {
  readonly name: string;
  /** Lower case, as the searched text is; this finds more and never less. */
  readonly text: string;
}

/** A canary: a secret planted to be searched for. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /** How the text encodes bytes; the bytes are searched for, too. */
  readonly encoding?: 'base32' | 'base64' | 'base64url';
}

/** Shorter pieces would match by chance. */
const LEAST_FORM = 8;

/** Every form of the secret and of the bytes it encodes that is searched for. */
export function formsOf({ value, encoding }: Canary): Form[] {
  const ofText = formsOfBytes(Buffer.from(value), 'text');
  const ofBytes = encoding === undefined ? [] : formsOfBytes(decode(value, encoding), 'bytes');
  const bare = value.replaceAll(/[-\s]/g, '');
  const all: Form[] = [
    { name: 'raw', text: value },
    ...(bare === value ? [] : [{ name: 'raw without hyphens', text: bare }]),
    { name: 'URL-encoded', text: encodeURIComponent(value) },
    { name: 'reversed', text: Array.from(value).toReversed().join('') },
    ...ofText,
    ...ofBytes,
  ];
  const lower = all.map(({ name, text }) => ({ name, text: text.toLowerCase() }));
  const long = lower.filter(({ text }) => text.length >= LEAST_FORM);
  return long.filter(({ text }, index) => long.findIndex((other) => other.text === text) === index);
}

function formsOfBytes(bytes: Buffer, of: string): Form[] {
  return [
    ...(of === 'bytes' ? [{ name: 'raw bytes', text: bytes.toString('latin1') }] : []),
    { name: `base32 of ${of}`, text: toBase32(bytes) },
    { name: `hex of ${of}`, text: bytes.toString('hex') },
    { name: `base64url of ${of}`, text: bytes.toString('base64url') },
    // Inside a longer text a value may begin at any of three places of a group of four characters.
    ...[0, 1, 2].map((shift) => ({ name: `base64 of ${of}`, text: base64At(bytes, shift) })),
  ];
}

/** The characters that depend only on these bytes when `shift` bytes stand before them. */
function base64At(bytes: Buffer, shift: number): string {
  const letters = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const whole = (shift + bytes.length) % 3 === 0;
  return letters.slice(shift === 0 ? 0 : shift + 1, whole ? undefined : -1);
}

function decode(value: string, encoding: 'base32' | 'base64' | 'base64url'): Buffer {
  return encoding === 'base32' ? fromBase32(value) : Buffer.from(value, encoding);
}

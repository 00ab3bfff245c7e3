import { encodeHex } from './crypto/encoding.ts';
import type { Random } from './random.ts';

const UUID_BYTES = 16;
const TIMESTAMP_BYTES = 6;

/** A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 random bits. */
export function uuidv7(now: Date, random: Random): string {
  const bytes = random.bytes(UUID_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, UUID_BYTES);
  const milliseconds = now.getTime();
  view.setUint16(0, Math.floor(milliseconds / 2 ** 32));
  view.setUint32(2, milliseconds % 2 ** 32);
  view.setUint8(TIMESTAMP_BYTES, 0x70 | (view.getUint8(TIMESTAMP_BYTES) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = encodeHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether the text is a UUID in its canonical form (RFC 9562 section 4). */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}

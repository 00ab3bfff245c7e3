import { encodeHex } from './crypto/encoding.ts';
import type { Random } from './random.ts';

const TRACE_ID_BYTES = 16;

/** A W3C trace id: 32 lower-case hex digits, made here and never taken from a client. */
export function newTraceId(random: Random): string {
  return encodeHex(random.bytes(TRACE_ID_BYTES));
}

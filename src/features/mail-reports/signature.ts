import { equalText } from '../../platform/crypto/constant-time.ts';
import { decodeBase64 } from '../../platform/crypto/encoding.ts';

/** A body as it was posted, with the headers of Standard Webhooks as Svix names them. */
export interface SignedReport {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  /** `v1,<base64> v1,<base64>`: more than one while a secret is exchanged. */
  readonly signature: string;
  readonly body: string;
}

const PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;
const MAX_SIGNATURES = 10;

/**
 * Whether the report was signed with the secret (`whsec_…`) within five minutes of `now`: base64 of
 * HMAC-SHA-256 over `id.timestamp.body` (Standard Webhooks; Svix, "Verifying Webhooks Manually").
 * Every signature is compared in constant time.
 */
export async function isSignedReport(
  secret: string,
  { id, timestamp, signature, body }: SignedReport,
  now: Date,
): Promise<boolean> {
  const bytes = decodeBase64(secret.slice(PREFIX.length));
  const age = now.getTime() / 1000 - Number(timestamp);
  const isRecent = /^\d{1,12}$/.test(timestamp) && Math.abs(age) <= TOLERANCE_SECONDS;
  if (!secret.startsWith(PREFIX) || !bytes?.length || id === '' || !isRecent) {
    return false;
  }
  const key = await crypto.subtle.importKey(
    'raw',
    bytes,
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
  const expected = `v1,${btoa(String.fromCharCode(...mac))}`;
  return signature
    .split(' ', MAX_SIGNATURES)
    .map((one) => equalText(expected, one))
    .includes(true);
}

import { equalText } from '../../platform/crypto/constant-time.ts';

interface Signed {
  /** The address the provider was told to call, origin and query included. */
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly signature: string;
}

/**
 * Whether Twilio signed this form for this address: base64 of HMAC-SHA-1, keyed with the auth token,
 * over the address followed by every name and value in the order of the names (Twilio, "Webhooks
 * Security").
 */
export async function isSignedByTwilio(authToken: string, signed: Signed): Promise<boolean> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(authToken),
    { name: 'HMAC', hash: 'SHA-1' },
    false,
    ['sign'],
  );
  const sorted = signed.fields.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const text = signed.url + sorted.map(([name, value]) => name + value).join('');
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)));
  return equalText(btoa(String.fromCharCode(...mac)), signed.signature);
}

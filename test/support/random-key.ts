/** An APP_ENC_KEY: 32 random bytes in base64. */
export function randomKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');
}

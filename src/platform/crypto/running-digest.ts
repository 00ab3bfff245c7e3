import { encodeHex } from './encoding.ts';

/** SHA-256 over bytes that come piece by piece. */
export interface RunningDigest {
  add(bytes: Uint8Array): Promise<void>;
  /** Lower-case hex; nothing can be added afterwards. */
  end(): Promise<string>;
}

/** WebCrypto takes only what is whole; workerd has a stream for the rest. Throws an Error anywhere else. */
export function runningDigest(): RunningDigest {
  if (!hasDigestStream(crypto)) {
    throw new Error('this runtime has no DigestStream');
  }
  const digest = new crypto.DigestStream('SHA-256');
  const writer = digest.getWriter();
  return {
    async add(bytes) {
      await writer.write(bytes);
    },
    async end() {
      await writer.close();
      return encodeHex(new Uint8Array(await digest.digest));
    },
  };
}

interface WithDigestStream extends Crypto {
  readonly DigestStream: typeof DigestStream;
}

function hasDigestStream(given: Crypto): given is WithDigestStream {
  return 'DigestStream' in given;
}

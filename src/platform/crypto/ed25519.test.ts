import { expect, test } from 'vitest';

import { decodeBase64Url } from './encoding.ts';
import { signerOf } from './ed25519.ts';

const SEED = decodeBase64Url('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A') ?? new Uint8Array();

test('the public half and its thumbprint are those of RFC 8037 appendix A', async () => {
  const { publicKey } = await signerOf(SEED);
  expect(publicKey).toEqual({
    kty: 'OKP',
    crv: 'Ed25519',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  });
});

test('the signature over the JWS input of RFC 8037 appendix A.4 is that of the RFC', async () => {
  const signer = await signerOf(SEED);
  expect(await signer.sign('eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc')).toBe(
    'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  );
});

test('a seed of another length is refused', async () => {
  await expect(signerOf(new Uint8Array(31))).rejects.toThrow('32 bytes');
});

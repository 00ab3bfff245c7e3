import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { commitmentOf } from './details.ts';

const SALT = '0f'.repeat(32);
const text = fc.string({ unit: 'binary', maxLength: 12 });
const salts = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytes.toHex());

test('the commitment is the hash of the salt and of this text, byte for byte', async () => {
  const made = createHash('sha256')
    .update(Buffer.from(SALT, 'hex'))
    .update('{"ip":"192.0.2.1","user_agent":"a \\"quoted\\" agent"}')
    .digest('hex');
  const details = { salt: SALT, ip: '192.0.2.1', userAgent: 'a "quoted" agent' };
  expect(await commitmentOf(details)).toBe(made);
});

test('two details or two salts never have one commitment, nor has text moved between the two', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(salts, salts),
      text,
      text,
      text,
      async ([salt, other], ip, userAgent, moved) => {
        fc.pre(salt !== other && moved !== '');
        const all = [
          { salt, ip, userAgent },
          { salt: other, ip, userAgent },
          { salt, ip: ip + moved, userAgent },
          { salt, ip, userAgent: moved + userAgent },
        ];
        const made = await Promise.all(all.map(commitmentOf));
        expect(new Set(made).size).toBe(all.length);
      },
    ),
  );
});

test('a salt of another length is none', async () => {
  await expect(commitmentOf({ salt: '00', ip: '', userAgent: '' })).rejects.toThrow(RangeError);
});

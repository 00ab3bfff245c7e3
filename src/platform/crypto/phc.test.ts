import { expect, test } from 'vitest';
import { encodeBase64Unpadded } from './encoding.ts';
import { formatPhc, parsePhc } from './phc.ts';

const salt = Uint8Array.from({ length: 16 }, (_, index) => index);
const hash = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
const parsed = { memoryKib: 19_456, iterations: 2, parallelism: 1, salt, hash };
const saltText = 'AAECAwQFBgcICQoLDA0ODw';
const hashText = '//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA';
const text = `$argon2id$v=19$m=19456,t=2,p=1$${saltText}$${hashText}`;

function withCost(cost: string): string {
  return `$argon2id$v=19$${cost}$${saltText}$${hashText}`;
}

function withSizes(saltBytes: number, hashBytes: number): string {
  const [first, second] = [saltBytes, hashBytes].map((size) => {
    return encodeBase64Unpadded(new Uint8Array(size));
  });
  return `$argon2id$v=19$m=19456,t=2,p=1$${first}$${second}`;
}

test('a hash is written in the standard form and read back', () => {
  expect(formatPhc(parsed)).toBe(text);
  expect(parsePhc(text)).toEqual(parsed);
});

test.each(['m=19456,t=2,p=1', 'p=1,t=2,m=19456', 't=2,m=19456,p=1', 'p=1,m=19456,t=2'])(
  'parameters are read in any order: %s',
  (cost) => {
    expect(parsePhc(withCost(cost))).toEqual(parsed);
  },
);

test('the largest parameters and sizes are read, the next ones are not', () => {
  expect(parsePhc(withCost('m=65536,t=4,p=4'))).toMatchObject({ memoryKib: 65_536 });
  const beyond = ['m=65537,t=4,p=4', 'm=65536,t=5,p=4', 'm=65536,t=4,p=5', 'm=31,t=1,p=4'];
  expect(beyond.map((cost) => parsePhc(withCost(cost)))).toEqual([null, null, null, null]);
  expect([withSizes(8, 16), withSizes(64, 64)].map(parsePhc)).not.toContain(null);
  const sizes = [withSizes(7, 32), withSizes(65, 32), withSizes(16, 15), withSizes(16, 65)];
  expect(sizes.map(parsePhc)).toEqual([null, null, null, null]);
});

test.each([
  'm=19456,t=2',
  'm=19456,t=2,p=1,p=1',
  'm=19456,t=2,t=2',
  'm=19456,m=19456,m=19456',
  'm=19456,t=2,p=1,x=1',
  'm=19456,t=2,keyid=1',
  'm=019456,t=2,p=1',
  'm=19456,t=02,p=1',
  'm=19456,t=0,p=1',
  'm=19456,t=2,p=0',
  'm=0,t=2,p=1',
  'm=-1,t=2,p=1',
  'm=+19456,t=2,p=1',
  'm=1e4,t=2,p=1',
  'm=0x4c00,t=2,p=1',
  'm=19456.0,t=2,p=1',
  'm=4294986752,t=2,p=1', // 19456 modulo 2³²
  'm=99999999999999999999,t=2,p=1',
  'm=NaN,t=2,p=1',
  'm=,t=2,p=1',
  'm=١٩٤٥٦,t=2,p=1',
  ' m=19456,t=2,p=1',
  'm=19456, t=2,p=1',
  'm=19456,t=2,p=1,',
  ',m=19456,t=2,p=1',
  'M=19456,T=2,P=1',
  'm=19456;t=2;p=1',
])('the cost %s is refused', (cost) => {
  expect(parsePhc(withCost(cost))).toBeNull();
});

test.each([
  ['another algorithm', text.replace('argon2id', 'argon2i')],
  ['capital mails', text.replace('argon2id', 'ARGON2ID')],
  ['version 16', text.replace('v=19', 'v=16')],
  ['no version', text.replace('$v=19', '')],
  ['version 019', text.replace('v=19', 'v=019')],
  ['no leading dollar', text.slice(1)],
  ['text in front', `x${text}`],
  ['a line feed at the end', `${text}\n`],
  ['another field', `${text}$AAAA`],
  ['a dollar at the end', `${text}$`],
  ['padding', `${text}=`],
  ['base64url', text.replaceAll('/', '_').replaceAll('+', '-')],
  ['stray bits in the salt', text.replace('0ODw$', '0ODx$')],
  ['stray bits in the hash', text.replace(/A$/, 'B')],
  ['an empty salt', text.replace(saltText, '')],
  ['an empty hash', text.replace(hashText, '')],
  ['a bcrypt hash', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'],
  ['nothing', ''],
  ['only dollars', '$$$$$'],
])('%s is refused', (_, hostile) => {
  expect(parsePhc(hostile)).toBeNull();
});

test('every string cut short is refused', () => {
  const leastLength = text.length - hashText.length + 22; // a hash of 16 bytes has 22 characters
  const cut = Array.from({ length: leastLength }, (_, length) => text.slice(0, length));
  expect(cut.filter((part) => parsePhc(part) !== null)).toEqual([]);
});

test('a very long string is refused at once', () => {
  expect(parsePhc(`${text}${'A'.repeat(1_000_000)}`)).toBeNull();
  expect(parsePhc(withCost('m=1,'.repeat(100_000)))).toBeNull();
});

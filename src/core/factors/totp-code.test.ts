import { expect, test } from 'vitest';
import { encodeBase32 } from '../../platform/crypto/encoding.ts';
import { codeAt, matchStep, otpauthUrl } from './totp-code.ts';

const secret = new TextEncoder().encode('12345678901234567890');
const step = 59_000_000;
const now = new Date(step * 30_000 + 12_345);

/** Steps that share their six digits under `secret`, found by search: two and one apart, so both fit the drift window. */
const twins = [
  { code: '468457', earlier: 153_567, later: 153_569 },
  { code: '911617', earlier: 910_737, later: 910_738 },
];

test('the code of the step before, of this one and of the next is accepted, and its step named', async () => {
  for (const drift of [-1, 0, 1]) {
    const code = await codeAt(secret, step + drift);
    expect(await matchStep(secret, code, now)).toEqual({ step: step + drift });
  }
});

test('the codes two steps away are refused', async () => {
  expect(await matchStep(secret, await codeAt(secret, step - 2), now)).toBeNull();
  expect(await matchStep(secret, await codeAt(secret, step + 2), now)).toBeNull();
});

test('the window moves exactly at the full half minute', async () => {
  const code = await codeAt(secret, step + 1);
  const before = new Date(step * 30_000 - 1);
  expect(await matchStep(secret, code, before)).toBeNull();
  expect(await matchStep(secret, code, new Date(step * 30_000))).toEqual({ step: step + 1 });
  const last = new Date((step + 3) * 30_000 - 1);
  expect(await matchStep(secret, code, last)).toEqual({ step: step + 1 });
  expect(await matchStep(secret, code, new Date((step + 3) * 30_000))).toBeNull();
});

test('a code at or before the last used step is a replay, a later one is not', async () => {
  const code = await codeAt(secret, step);
  expect(await matchStep(secret, code, now, step - 1)).toEqual({ step });
  expect(await matchStep(secret, code, now, step)).toBe('replayed');
  expect(await matchStep(secret, code, now, step + 1)).toBe('replayed');
  expect(await matchStep(secret, await codeAt(secret, step + 1), now, step)).toEqual({
    step: step + 1,
  });
});

test('a wrong code is wrong and no replay, whatever was used before', async () => {
  expect(await matchStep(secret, await codeAt(secret, step - 2), now, step + 1)).toBeNull();
});

test('a secret of another person does not match', async () => {
  const other = new TextEncoder().encode('09876543210987654321');
  expect(await matchStep(other, await codeAt(secret, step), now)).toBeNull();
});

test.each(twins)(
  'digits shared by two steps count once: of $earlier and $later the later is used up',
  async ({ code, earlier, later }) => {
    const between = new Date((earlier + 1) * 30_000);
    expect(await codeAt(secret, earlier)).toBe(code);
    expect(await codeAt(secret, later)).toBe(code);
    expect(await matchStep(secret, code, between)).toEqual({ step: later });
    expect(await matchStep(secret, code, between, earlier)).toEqual({ step: later });
    expect(await matchStep(secret, code, between, later)).toBe('replayed');
  },
);

test.each([
  '',
  '12345',
  '1234567',
  '12345a',
  ' 123456',
  '123456\n',
  '١٢٣٤٥٦',
  '１２３４５６',
  '-12345',
  '1e5000',
])('the text %j is no code', async (text) => {
  expect(await matchStep(secret, text, now)).toBeNull();
});

test('at the very first step there is none before', async () => {
  const first = new Date(0);
  expect(await matchStep(secret, await codeAt(secret, 0), first)).toEqual({ step: 0 });
  expect(await matchStep(secret, await codeAt(secret, 0), first, 0)).toBe('replayed');
  expect(await matchStep(secret, await codeAt(secret, -1), first)).toBeNull();
});

test('a code keeps its leading zeros', async () => {
  const codes = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => await codeAt(secret, at)),
  );
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
});

test('the address for the app carries everything it needs, percent-encoded', () => {
  const url = otpauthUrl({ issuer: 'Sally & Port', account: 'ä+b@example.org', secret });
  expect(url).toBe(
    'otpauth://totp/Sally%20%26%20Port:%C3%A4%2Bb%40example.org' +
      `?secret=${encodeBase32(secret)}&issuer=Sally%20%26%20Port&algorithm=SHA1&digits=6&period=30`,
  );
});

test('no account name can add a parameter, a path or an issuer to the address', () => {
  const account = 'a:b/?secret=AAAA&issuer=evil#x\ud800';
  const url = new URL(otpauthUrl({ issuer: 'Sallyport', account, secret }));
  expect(url.searchParams.getAll('secret')).toEqual([encodeBase32(secret)]);
  expect(url.searchParams.getAll('issuer')).toEqual(['Sallyport']);
  expect(url.hash).toBe('');
  expect(url.pathname.split(':')).toHaveLength(2);
  expect(() => otpauthUrl({ issuer: 'Sally:port', account: 'a', secret })).toThrow('colon');
});

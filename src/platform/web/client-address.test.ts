import { expect, test } from 'vitest';

import { clientAddress, UNKNOWN_ADDRESS } from './client-address.ts';

const from = (address: string) => clientAddress(new Headers({ 'cf-connecting-ip': address }));

test('200 spellings of one /64 are one client', () => {
  const seen = new Set<string>();
  for (let host = 1; host <= 200; host++) {
    const spelling = `2001:db8:1:2:${host.toString(16)}::${(host * 7).toString(16)}`;
    seen.add(from(host % 2 === 0 ? spelling.toUpperCase() : spelling));
  }
  seen.add(from('2001:0db8:0001:0002:0000:0000:0000:0001'));
  expect([...seen]).toEqual(['2001:db8:1:2::/64']);
});

test('an IPv4-mapped IPv6 address is the IPv4 address', () => {
  expect(from('::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(from('::ffff:cb00:7109')).toBe('203.0.113.9');
});

test('two IPv4 neighbours are two clients', () => {
  expect(from('203.0.113.9')).not.toBe(from('203.0.113.10'));
});

test.for(['', 'nonsense', '1.2.3', '0x7f.1', '203.0.113.9, 10.0.0.1', 'fe80::1%eth0', '999.1.1.1'])(
  'an unreadable address %j shares the strict bucket',
  (address) => {
    expect(from(address)).toBe(UNKNOWN_ADDRESS);
  },
);

test('forwarding headers a client can write are not read', () => {
  const headers = new Headers({
    'x-forwarded-for': '203.0.113.9',
    'true-client-ip': '203.0.113.9',
  });
  expect(clientAddress(headers)).toBe(UNKNOWN_ADDRESS);
});

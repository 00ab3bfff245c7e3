import { expect, test } from 'vitest';

import { noOwnWork } from '../../platform/patience.ts';
import { windows, type WindowName } from '../policy/policies.ts';
import { durableLimiter } from './durable-limiter.ts';
import type { RateLimiter } from './rate-limiter-object.ts';

const spent = async () => ({ allowed: false, retryAfterSeconds: 42 });
const objects = {
  idFromName: (name: string) => name,
  get: () => ({ take: spent }),
} as unknown as DurableObjectNamespace<RateLimiter>;
const vault = { mac: async () => new Uint8Array(32) };

test.for(Object.keys(windows) as WindowName[])(
  'a spent window %s says whose it is, and blames the network only for an address',
  async (name) => {
    const refused = await durableLimiter({ objects, vault, ownWork: noOwnWork }).take(name, 'ada');
    const { scope, capacity, windowSeconds } = windows[name];
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED' },
      retryAfterSeconds: 42,
      limit: { name, scope, capacity, windowSeconds },
    });
    const { detail = '' } = refused as { readonly detail?: string };
    expect(detail).not.toBe('');
    expect(detail.includes('network')).toBe(scope === 'ip');
  },
);

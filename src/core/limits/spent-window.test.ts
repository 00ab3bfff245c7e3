import { expect, test } from 'vitest';

import { windows } from '../policy/policies.ts';
import { spentWindow } from './errors.ts';

test.for(Object.entries(windows))(
  'a spent window %s says whose it is, and blames the network only for an address',
  ([, { scope }]) => {
    const { detail } = spentWindow[scope];
    expect(detail).not.toBe('');
    expect(detail.includes('network')).toBe(scope === 'ip');
  },
);

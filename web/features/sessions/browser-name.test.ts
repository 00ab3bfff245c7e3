import { expect, test } from 'vitest';

import { browserName } from './browser-name.ts';

test('a browser is named by what is known of it', () => {
  expect(browserName({ browser: 'Firefox 128', device: 'Linux' })).toBe('Firefox 128 on Linux');
  expect(browserName({ browser: 'curl 8', device: 'Unknown' })).toBe('curl 8');
  expect(browserName({ browser: 'Unknown', device: 'Linux' })).toBe('Unknown browser on Linux');
  expect(browserName({ browser: 'Unknown', device: 'Unknown' })).toBe('Unknown browser');
});

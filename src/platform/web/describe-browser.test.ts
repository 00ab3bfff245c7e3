import { expect, test } from 'vitest';

import { describeBrowser } from './describe-browser.ts';

test.for([
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    { device: 'Linux', browser: 'Firefox 128' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    { device: 'iPhone, iOS 17.5', browser: 'Safari 17' },
  ],
  ['', { device: 'Unknown', browser: 'Unknown' }],
] as const)('%s is shown in words a person knows', ([userAgent, words]) => {
  expect(describeBrowser(userAgent)).toEqual(words);
});

test.for(['(', '\u0000', 'x'.repeat(256), 'curl/8.5.0', '((((((((Mozilla', '%', '\ufffd'])(
  'a strange User-Agent %j breaks nothing',
  (userAgent) => {
    expect(describeBrowser(userAgent).browser).not.toBe('');
  },
);

import { expect, test } from 'vitest';

import { isSignedReport } from './signature.ts';

/** The example of Svix's documentation ("Verifying Webhooks Manually"). */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const example = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  body: '{"test": 2432232314}',
};
const at = (seconds: number) => new Date((1_614_265_330 + seconds) * 1000);

test("the example of Svix's documentation is accepted", async () => {
  expect(await isSignedReport(secret, example, at(0))).toBe(true);
});

test('five minutes either way are the limit', async () => {
  const accepted = [-301, -300, 300, 301].map(
    async (seconds) => await isSignedReport(secret, example, at(seconds)),
  );
  expect(await Promise.all(accepted)).toEqual([false, true, true, false]);
});

test.for([
  { ...example, body: '{"test": 2432232315}' },
  { ...example, id: '' },
  { ...example, timestamp: '1614265330.0' },
  { ...example, timestamp: '' },
  { ...example, signature: example.signature.slice(3) },
  { ...example, signature: '' },
])('a report that differs is refused: %j', async (report) => {
  expect(await isSignedReport(secret, report, at(0))).toBe(false);
});

test.for(['', 'whsec_', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_%%%'])(
  'nothing is accepted with the secret "%s"',
  async (other) => {
    expect(await isSignedReport(other, example, at(0))).toBe(false);
  },
);

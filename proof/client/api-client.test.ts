import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';

import { ApiClient, Unavailable } from './api-client.ts';

async function answering(status: number, errorCode: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ status, error_code: errorCode, retry_after: 1 }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

test.each(['DATABASE_UNAVAILABLE', 'LIMITER_UNAVAILABLE', 'OVERLOADED'])(
  '%s counts as unavailable and is reported',
  async (errorCode) => {
    let told = 0;
    const client = new ApiClient({
      deployment: { appUrl: await answering(503, errorCode) },
      onUnavailable: () => (told += 1),
    });
    await expect(client.must(client.get('/'))).rejects.toThrow(Unavailable);
    expect(told).toBe(1);
  },
);

test('another refusal counts as an answer', async () => {
  let told = 0;
  const client = new ApiClient({
    deployment: { appUrl: await answering(503, 'APP_ENC_KEY_MISSING') },
    onUnavailable: () => (told += 1),
  });
  await expect(client.must(client.get('/'))).rejects.not.toThrow(Unavailable);
  expect(told).toBe(0);
});

import { expect, test } from 'vitest';
import { startBroker } from './broker.ts';
import { startLlm } from './llm.ts';
import { startMarketData } from './market-data.ts';
import { startNews } from './news.ts';
import { open, rawStatus, reply, setMode } from './testing.ts';

const KEY = 'key-of-this-test';

const openMarketData = async () => await open(startMarketData({ apiKey: KEY }));
const openBroker = async () => await open(startBroker({ keyId: 'PK1', secretKey: KEY }));
const openLlm = async () => await open(startLlm({ apiKey: KEY, model: 'model-1' }));
const openNews = async () => await open(startNews({ apiKey: KEY }));

const finnhub = { 'x-finnhub-token': KEY };
const alpaca = { 'apca-api-key-id': 'PK1', 'apca-api-secret-key': KEY };
const bearer = { authorization: `Bearer ${KEY}` };
const newsKey = { 'x-api-key': KEY };

test('market data: a quote is the same each time, an unknown symbol is zeros', async () => {
  const { get } = await openMarketData();
  const [status, quote] = await reply(await get('/api/v1/quote?symbol=AAPL', finnhub));
  expect(status).toBe(200);
  expect(quote).toEqual({
    c: 231.4,
    d: 2.3,
    dp: 1.0039,
    h: 232.33,
    l: 228.18,
    o: 229.33,
    pc: 229.1,
    t: 1768510800,
  });
  expect(await reply(await get(`/api/v1/quote?symbol=AAPL&token=${KEY}`))).toEqual([200, quote]);
  expect(await reply(await get('/api/v1/quote?symbol=NOPE', finnhub))).toEqual([
    200,
    { c: 0, d: null, dp: null, h: 0, l: 0, o: 0, pc: 0, t: 0 },
  ]);
});

test('market data: news of a company lies between the days asked for', async () => {
  const { get } = await openMarketData();
  const path = '/api/v1/company-news?symbol=AAPL&from=2026-01-01&to=2026-01-10';
  const [status, news] = await reply(await get(path, finnhub));
  expect(status).toBe(200);
  expect(news).toEqual([
    expect.objectContaining({ related: 'AAPL', headline: expect.stringContaining('Apple') }),
    expect.objectContaining({ datetime: Date.UTC(2026, 0, 10, 11) / 1000 }),
  ]);
  expect((await get('/api/v1/company-news?symbol=AAPL', finnhub)).status).toBe(422);
});

test('market data: no key and a wrong key are refused with 401', async () => {
  const { get } = await openMarketData();
  const path = '/api/v1/quote?symbol=AAPL';
  expect(await reply(await get(path))).toEqual([401, { error: 'Please use an API key.' }]);
  expect(await reply(await get(path, { 'x-finnhub-token': 'x' }))).toEqual([
    401,
    { error: 'Invalid API key.' },
  ]);
});

test('broker: the account as documented, for the right pair of keys alone', async () => {
  const { get } = await openBroker();
  const [status, account] = await reply(await get('/v2/account', alpaca));
  expect(status).toBe(200);
  expect(account).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'ACTIVE',
    currency: 'USD',
    cash: expect.stringMatching(/^\d+\.\d+$/),
    trading_blocked: false,
  });
  for (const headers of [{}, { ...alpaca, 'apca-api-secret-key': 'x' }]) {
    expect(await reply(await get('/v2/account', headers))).toEqual([
      403,
      { message: 'forbidden.' },
    ]);
  }
});

test('news: articles on what was asked, in pages', async () => {
  const { get } = await openNews();
  const [status, found] = await reply(await get('/v2/everything?q=AAPL&pageSize=2', newsKey));
  expect(status).toBe(200);
  expect(found).toMatchObject({
    status: 'ok',
    totalResults: 5,
    articles: [
      {
        title: expect.stringContaining('AAPL'),
        url: expect.stringMatching(/^https:/),
        source: { name: 'Simulator' },
        publishedAt: '2026-01-15T18:00:00Z',
      },
      { publishedAt: '2026-01-15T17:00:00Z' },
    ],
  });
  expect((await get('/v2/top-headlines?country=us', newsKey)).status).toBe(200);
});

test.for<[string, string, Record<string, string>, number, string]>([
  ['no key', '/v2/everything?q=x', {}, 401, 'apiKeyMissing'],
  ['a wrong key', '/v2/everything?q=x', { 'x-api-key': 'x' }, 401, 'apiKeyInvalid'],
  ['no topic', '/v2/everything', newsKey, 400, 'parametersMissing'],
  ['a page too large', '/v2/everything?q=x&pageSize=101', newsKey, 400, 'parameterInvalid'],
  [
    'no user agent',
    '/v2/everything?q=x',
    { ...newsKey, 'user-agent': '' },
    400,
    'userAgentMissing',
  ],
])('news: %s is refused', async ([, path, headers, status, code]) => {
  const { get } = await openNews();
  expect(await reply(await get(path, headers))).toEqual([
    status,
    { status: 'error', code, message: expect.any(String) },
  ]);
});

const all = [
  ['market data', openMarketData, '/api/v1/quote?symbol=AAPL', finnhub],
  ['broker', openBroker, '/v2/account', alpaca],
  ['language model', openLlm, '/v1/models', bearer],
  ['news', openNews, '/v2/everything?q=x', newsKey],
] as const;

test.for(all)(
  '%s: fails, hangs and truncates its answer on request',
  async ([, openIt, path, headers]) => {
    const { simulator, get } = await openIt();
    for (const status of [401, 429, 500, 503]) {
      expect(await setMode(simulator, { status })).toBe(200);
      const response = await get(path, headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
      expect(await response.json()).not.toEqual({});
    }
    await setMode(simulator, { hang_ms: 40 });
    const began = performance.now();
    expect((await get(path, headers)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(35);
    await setMode(simulator, { drop: true });
    await expect((await get(path, headers)).text()).rejects.toThrow('terminated');
    expect(await setMode(simulator, { drop_after_send: true })).toBe(400);
    await setMode(simulator, {});
    expect((await get(path, headers)).status).toBe(200);
  },
);

test.for(all)(
  '%s: lists its calls without credentials and names itself',
  async ([, openIt, path, headers]) => {
    const { simulator, get } = await openIt();
    const answer = await get(`${path}${path.includes('?') ? '&' : '?'}token=secret`, headers);
    expect(answer.headers.get('x-simulator')).toBe('sallyport');
    const list = await (await get('/requests')).text();
    expect(JSON.parse(list)).toEqual([
      expect.objectContaining({ method: 'GET', path: path.split('?')[0], status: 200 }),
    ]);
    expect(list).not.toContain(KEY);
    expect(list).not.toContain('secret');
    const page = await get('/');
    expect(page.headers.get('x-simulator')).toBe('sallyport');
    expect(await page.text()).toContain('Simulator: no message is sent, no money is spent');
    expect(await rawStatus(`${simulator.url}${path}`, { ...headers, origin: 'http://x' })).toBe(
      403,
    );
  },
);

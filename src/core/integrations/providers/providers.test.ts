import { expect, test } from 'vitest';

import { getAccount } from './alpaca.ts';
import { getQuote } from './finnhub.ts';
import { complete } from './llm.ts';
import { findArticles } from './newsapi.ts';
import { explainTwilioCode, sendMessage } from './twilio.ts';

const quote = { c: 1, d: null, dp: null, h: 1, l: 1, o: 1, pc: 1, t: 1_900_000_000 };

test.for([
  null,
  [],
  'x',
  {},
  { ...quote, t: 1e300 },
  { ...quote, t: -1 },
  { ...quote, t: 1.5 },
  { ...quote, c: '1' },
])('a quote of another form, %j, is no quote', (body) => {
  expect(getQuote.read(body, 'AAPL')).toBeNull();
});

test('a symbol that is not known is answered with zeros, and that is no quote of zero', () => {
  const zeros = { c: 0, d: null, dp: null, h: 0, l: 0, o: 0, pc: 0, t: 0 };
  expect(getQuote.read(zeros, 'X')).toEqual({ value: null, ref: null });
});

const completion = {
  id: 'c',
  model: 'm',
  choices: [{ message: { content: 'hi' } }],
  usage: { prompt_tokens: 1, completion_tokens: 1 },
};

test.for([
  { ...completion, choices: [] },
  { ...completion, usage: { prompt_tokens: 1.5, completion_tokens: 1 } },
  { ...completion, id: 7 },
])('a completion of another form is no completion (%#)', (body) => {
  expect(complete.read(body, { prompt: '', maxTokens: 1 })).toBeNull();
});

test('a link in the news that does not lead to the web is left out', () => {
  const article = {
    title: 't',
    url: 'javascript:alert(1)',
    publishedAt: 'p',
    source: { name: null },
  };
  const read = findArticles.read({ status: 'ok', articles: [article] }, 'x');
  expect(read?.value).toEqual([{ title: 't', url: '', source: '', publishedAt: 'p' }]);
});

test('an answer without what it promises is nothing', () => {
  expect(getAccount.read({ id: 'x' }, null)).toBeNull();
  const input = { to: '', message: '', statusCallback: null };
  expect(sendMessage.read({ sid: 'nonsense', status: 'queued' }, input)).toBeNull();
});

test('a code that is not documented is the trouble of the provider', () => {
  expect(explainTwilioCode(30_007)).toBe('MESSAGE_FILTERED');
  expect(explainTwilioCode(99_999)).toBe('PROVIDER_ERROR');
  expect(explainTwilioCode(Number.NaN)).toBe('PROVIDER_ERROR');
});

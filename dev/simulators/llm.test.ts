import { expect, test } from 'vitest';
import { startLlm } from './llm.ts';
import type { Simulator } from './server.ts';
import { open, reply } from './testing.ts';

const KEY = 'key-of-this-test';
const openLlm = async () => await open(startLlm({ apiKey: KEY, model: 'model-1' }));
const bearer = { authorization: `Bearer ${KEY}` };

const PROMPT = [{ role: 'user', content: 'How are markets today?' }];

async function complete({ url }: Simulator, body: unknown) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return await reply(response);
}

test('language model: a completion has an id, a choice and its usage', async () => {
  const { simulator } = await openLlm();
  const choice = {
    index: 0,
    message: {
      role: 'assistant',
      content: 'Simulated answer to: How are markets today?',
      refusal: null,
      annotations: [],
    },
    logprobs: null,
    finish_reason: 'stop',
  };
  expect(await complete(simulator, { model: 'model-1', messages: PROMPT })).toEqual([
    200,
    expect.objectContaining({
      id: expect.stringMatching(/^chatcmpl-\w{29}$/),
      object: 'chat.completion',
      model: 'model-1',
      choices: [choice],
      usage: expect.objectContaining({ prompt_tokens: 4, completion_tokens: 7, total_tokens: 11 }),
    }),
  ]);
});

test('language model: an answer is cut at max_tokens', async () => {
  const { simulator } = await openLlm();
  const request = { model: 'gpt-4o-mini', messages: PROMPT, max_tokens: 2 };
  expect(await complete(simulator, request)).toEqual([
    200,
    expect.objectContaining({
      choices: [
        expect.objectContaining({
          finish_reason: 'length',
          message: expect.objectContaining({ content: 'Simulated answer' }),
        }),
      ],
    }),
  ]);
});

test('language model: the models are listed, and no other is answered for', async () => {
  const { simulator, get } = await openLlm();
  expect(await reply(await get('/v1/models', bearer))).toEqual([
    200,
    {
      object: 'list',
      data: [
        expect.objectContaining({ id: 'model-1', object: 'model' }),
        expect.objectContaining({ id: 'gpt-4o-mini' }),
      ],
    },
  ]);
  expect(await complete(simulator, { model: 'other', messages: PROMPT })).toEqual([
    404,
    { error: expect.objectContaining({ code: 'model_not_found' }) },
  ]);
  expect(await complete(simulator, { model: 'model-1' })).toEqual([
    400,
    { error: expect.objectContaining({ type: 'invalid_request_error', param: 'messages' }) },
  ]);
});

test('language model: no key and a wrong key are refused with 401, and the key is not said back', async () => {
  const { get } = await openLlm();
  expect((await get('/v1/models')).status).toBe(401);
  const wrong = await get('/v1/models', { authorization: 'Bearer sk-0123456789abcdef' });
  expect(wrong.status).toBe(401);
  const text = await wrong.text();
  expect(JSON.parse(text)).toEqual({
    error: {
      message: 'Incorrect API key provided: sk-01234***cdef.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  });
});

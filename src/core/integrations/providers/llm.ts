import * as z from 'zod/mini';

import {
  KEY_SHAPE,
  setting,
  type Provider,
  type ProviderOperation,
  type ProviderSettings,
} from '../provider.ts';

export interface CompletionRequest {
  readonly prompt: string;
  readonly maxTokens: number;
}

export interface Completion {
  readonly text: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const DEFAULT_MODEL = 'gpt-4o-mini';

const CompletionAnswer = z.object({
  id: z.string(),
  model: z.string(),
  choices: z.array(z.object({ message: z.object({ content: z.nullable(z.string()) }) })),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }),
});

function headers(settings: ProviderSettings) {
  return {
    authorization: `Bearer ${setting(settings, 'LLM_API_KEY')}`,
    'content-type': 'application/json',
  };
}

/** `POST /v1/chat/completions`, as OpenAI documents it and many others speak it. */
export const complete: ProviderOperation<CompletionRequest, Completion> = {
  name: 'chat.completions',
  request: (settings, { prompt, maxTokens }) => ({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: headers(settings),
    body: JSON.stringify({
      model: setting(settings, 'LLM_MODEL') || DEFAULT_MODEL,
      messages: [{ role: 'user', content: prompt }],
      max_tokens: maxTokens,
    }),
  }),
  read: (body) => {
    const parsed = CompletionAnswer.safeParse(body);
    const [choice] = parsed.data?.choices ?? [];
    if (!parsed.success || !choice) {
      return null;
    }
    const { id, model, usage } = parsed.data;
    return {
      value: {
        text: choice.message.content ?? '',
        model,
        inputTokens: usage.prompt_tokens,
        outputTokens: usage.completion_tokens,
      },
      ref: id,
    };
  },
};

export const llm: Provider = {
  id: 'llm',
  label: 'Language model',
  kind: 'llm',
  required: [{ name: 'LLM_API_KEY', shape: KEY_SHAPE }],
  oneOf: [],
  optional: [{ name: 'LLM_MODEL', shape: /^[\w./:-]{1,100}$/ }],
  baseUrl: { variable: 'LLM_BASE_URL', vendor: 'https://api.openai.com' },
  check: {
    name: 'models',
    request: (settings) => ({ method: 'GET', path: '/v1/models', headers: headers(settings) }),
    read: (body) =>
      z.object({ data: z.array(z.unknown()) }).safeParse(body).success
        ? { value: null, ref: null }
        : null,
  },
  explain: () => null,
};

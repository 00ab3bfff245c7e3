/** A stand-in for an OpenAI-compatible endpoint: chat completions and the list of models. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { parseJson, plainModes } from './mode.ts';
import { startSimulator, type Answer, type Call, type Simulator } from './server.ts';

export type LlmAccount = { apiKey: string; model: string };

const completionRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).check(z.minLength(1)),
  max_tokens: z.optional(z.int().check(z.minimum(1))),
  max_completion_tokens: z.optional(z.int().check(z.minimum(1))),
  stream: z.optional(z.nullable(z.literal(false))),
});

type CompletionRequest = z.infer<typeof completionRequest>;

/** The model for a client that names none. */
const COMMON_MODEL = 'gpt-4o-mini';
const MODELS_SINCE = Date.UTC(2026, 0, 1) / 1000;

/** Starts it for one key. The answer to a prompt is always the same. */
export async function startLlm(account: LlmAccount): Promise<Simulator> {
  const models = [...new Set([account.model, COMMON_MODEL])];
  return await startSimulator({
    title: 'OpenAI-compatible language model',
    modes: plainModes,
    answer: (call) => refuseKey(call, account.apiKey) ?? route(call, models),
    failure: (status) => failure(status),
  });
}

function refuseKey({ headers }: Call, apiKey: string): Answer | null {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === '') {
    return failure(401, {
      message: "You didn't provide an API key in an Authorization header using Bearer auth.",
      code: null,
    });
  }
  return given === apiKey
    ? null
    : failure(401, { message: `Incorrect API key provided: ${mask(given)}.` });
}

function route({ method, path, body }: Call, models: readonly string[]): Answer {
  switch (`${method} ${path}`) {
    case 'GET /v1/models':
      return { status: 200, body: { object: 'list', data: models.map(modelResource) } };
    case 'POST /v1/chat/completions':
      return complete(body, models);
    default:
      return failure(404, { message: `Invalid URL (${method} ${path})`, code: null });
  }
}

function complete(body: string, models: readonly string[]): Answer {
  const parsed = completionRequest.safeParse(parseJson(body));
  if (!parsed.success) {
    const param = parsed.error.issues[0]?.path[0]?.toString() ?? null;
    return failure(400, { message: z.prettifyError(parsed.error), param });
  }
  const { model } = parsed.data;
  return models.includes(model)
    ? { status: 200, body: completion(parsed.data, body) }
    : failure(404, {
        message: `The model \`${model}\` does not exist or you do not have access to it.`,
      });
}

function completion(request: CompletionRequest, body: string) {
  const prompt = request.messages.map(({ content }) => content).join(' ');
  const words = `Simulated answer to: ${prompt}`.split(/\s+/);
  const limit = request.max_completion_tokens ?? request.max_tokens ?? words.length;
  const said = words.slice(0, limit);
  const promptTokens = countWords(prompt);
  return {
    id: `chatcmpl-${createHash('sha256').update(body).digest('hex').slice(0, 29)}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: said.join(' '), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: said.length < words.length ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: said.length,
      total_tokens: promptTokens + said.length,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_simulator',
  };
}

function modelResource(id: string) {
  return { id, object: 'model', created: MODELS_SINCE, owned_by: 'sallyport-simulator' };
}

type Problem = { message: string; type: string; param: string | null; code: string | null };

const PROBLEMS: Readonly<Record<number, Partial<Problem>>> = {
  401: { message: 'Incorrect API key provided.', code: 'invalid_api_key' },
  404: { message: 'The resource does not exist.', code: 'model_not_found' },
  429: {
    message: 'Rate limit reached for requests.',
    type: 'requests',
    code: 'rate_limit_exceeded',
  },
};

function failure(status: number, said: Partial<Problem> = {}): Answer {
  const byDefault: Problem = {
    message:
      status >= 500 ? 'The server had an error while processing your request.' : 'Invalid request.',
    type: status >= 500 ? 'server_error' : 'invalid_request_error',
    param: null,
    code: null,
  };
  return {
    status,
    body: { error: { ...byDefault, ...PROBLEMS[status], ...said } },
    headers: { ...(status === 429 && { 'retry-after': '2' }) },
  };
}

function mask(key: string): string {
  return key.length > 12 ? `${key.slice(0, 8)}***${key.slice(-4)}` : '***';
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

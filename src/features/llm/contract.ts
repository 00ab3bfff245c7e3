import * as z from 'zod/mini';

import { endpoint } from '../../core/endpoint/endpoint.ts';
import { text } from '../../platform/web/fields.ts';

const MAX_PROMPT_LENGTH = 8000;
const MAX_TOKENS = 4096;

export const completePrompt = endpoint({
  method: 'POST',
  path: '/api/llm/complete',
  summary: 'One answer of the language model.',
  guard: 'role',
  permission: 'integrations.use',
  limit: 'metered',
  personLimit: 'metered-person',
  body: z.strictObject({
    prompt: text(MAX_PROMPT_LENGTH).check(z.minLength(1, 'Write a prompt.')),
    max_tokens: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_TOKENS))),
  }),
  view: z.object({
    text: z.string(),
    model: z.string(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    event_id: z.uuid(),
  }),
});

import type { ClientInfo } from '../../core/audit/audit.ts';
import { metered, type MeterDeps } from '../../core/integrations/metered.ts';
import { complete as completion, llm } from '../../core/integrations/providers/llm.ts';
import { ok } from '../../platform/result.ts';

const DEFAULT_MAX_TOKENS = 512;

interface Prompt {
  readonly prompt: string;
  readonly max_tokens?: number | undefined;
}

/** One answer of the language model. Neither the prompt nor the answer is kept. */
export async function complete(deps: MeterDeps, client: ClientInfo, userId: string, body: Prompt) {
  const asked = await metered(deps, {
    provider: llm,
    operation: completion,
    kind: 'use',
    client,
    userId,
    recording: { action: 'language_model.asked' },
    input: () => ({ prompt: body.prompt, maxTokens: body.max_tokens ?? DEFAULT_MAX_TOKENS }),
  });
  if (!asked.ok) {
    return asked;
  }
  const { text, model, inputTokens, outputTokens } = asked.value.value;
  return ok({
    text,
    model,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    event_id: asked.value.eventId,
  });
}

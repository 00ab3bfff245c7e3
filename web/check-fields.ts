import type { Endpoint } from '../src/core/endpoint/endpoint.ts';

/** Messages by field name. */
export type FieldMessages = Readonly<Record<string, string>>;

/**
 * Holds a form against the contract before it is sent. `required` names the fields that may not be
 * empty, with the sentence to show. Null when all is well.
 */
export function checkFields(
  contract: Pick<Endpoint, 'body'>,
  values: object,
  required: FieldMessages,
): FieldMessages | null {
  const messages: Record<string, string> = {};
  for (const [name, sentence] of Object.entries(required)) {
    if (Object.entries(values).every(([key, value]) => key !== name || value === '')) {
      messages[name] = sentence;
    }
  }
  for (const issue of contract.body.safeParse(values).error?.issues ?? []) {
    messages[issue.path.map(String).join('.')] ??= issue.message;
  }
  return Object.keys(messages).length === 0 ? null : messages;
}

import type { Endpoint } from '../src/core/endpoint/endpoint.ts';
import { t } from './text.ts';

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
    messages[issue.path.map(String).join('.')] ??= fieldText(issue);
  }
  return Object.keys(messages).length === 0 ? null : messages;
}

/** What a contract says of a field, here or on the server, in the page's language. */
export function fieldText({ message, maximum }: Complaint): string {
  return typeof maximum === 'number'
    ? t('Use at most {count} characters.', { count: maximum })
    : t(message);
}

interface Complaint {
  readonly message: string;
  readonly maximum?: unknown;
}

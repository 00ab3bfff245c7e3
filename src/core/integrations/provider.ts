import type { Secret } from '../../platform/secret.ts';
import type { FailureCode } from './failure-codes.ts';

export type ProviderId =
  | 'twilio'
  | 'finnhub'
  | 'alpaca'
  | 'llm'
  | 'newsapi'
  | 'hibp'
  | 'turnstile'
  | 'smtp'
  | 'resend';

/** A variable a provider needs. A value that does not have its shape counts as missing. */
export interface ProviderVariable {
  readonly name: string;
  readonly shape: Pick<RegExp, 'test'>;
}

/** An outgoing request, relative to the provider's base URL. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The values of a configured provider; an optional one that is not set is absent. */
export type ProviderSettings = Readonly<Record<string, Secret>>;

/** What a provider answered, as far as its meaning needs it. */
export interface ProviderAnswer {
  readonly httpStatus: number;
  /** Parsed JSON, or null. */
  readonly body: unknown;
  /** The same as it came. */
  readonly text: string;
}

/** A provider as data. Adding one is one file beside this one and one line in the registry. */
export interface Provider {
  readonly id: ProviderId;
  readonly label: string;
  readonly kind:
    | 'sms'
    | 'market_data'
    | 'broker'
    | 'llm'
    | 'news'
    | 'breach_list'
    | 'captcha'
    | 'email';
  readonly required: readonly ProviderVariable[];
  /** One of each group is needed. */
  readonly oneOf: readonly (readonly ProviderVariable[])[];
  readonly optional: readonly ProviderVariable[];
  /** Whether a deployment with these variables means to use it; always when left out. */
  readonly chosen?: (env: Readonly<Record<string, unknown>>) => boolean;
  /** Another base URL than the vendor's makes it a simulator. Null when one of its variables says where it is. */
  readonly baseUrl: { readonly variable: string; readonly vendor: string } | null;
  /** Whether one without a base URL is a simulator; never when left out. */
  readonly isSimulator?: (env: Readonly<Record<string, unknown>>) => boolean;
  /** A real call that costs nothing and changes nothing. */
  readonly check: ProviderOperation<null, unknown> | ProviderGreeting<null>;
  /** What a refusal means; null when only its status speaks. */
  readonly explain: (answer: ProviderAnswer) => FailureCode | null;
}

/** One thing a provider can be asked. */
export interface ProviderOperation<Input, Output> {
  /** As the ledger names it, such as `messages.create`. */
  readonly name: string;
  readonly request: (settings: ProviderSettings, input: Input) => OutgoingRequest;
  /** How long it may take; as long as any call when left out. */
  readonly timeoutMilliseconds?: number;
  /** For a provider that refuses with a status of success: what it refuses, or null. */
  readonly refusal?: (answer: ProviderAnswer) => FailureCode | null;
  /** The answer's meaning, or null when it is not of the documented form; `text` is the body as it came. */
  readonly read: (
    body: unknown,
    input: Input,
    text?: string,
  ) => { value: Output; ref: string | null } | null;
}

/** A conversation that is no request: somebody is greeted, and nothing is asked of them. */
export interface ProviderGreeting<Output> {
  readonly name: string;
  /** What a greeting that was returned means. */
  readonly greeting: Output;
}

/** The text of a setting; absent ones are empty. */
export function setting(settings: ProviderSettings, name: string): string {
  return settings[name]?.expose() ?? '';
}

/** Any printable key without spaces. */
export const KEY_SHAPE = /^[\x21-\x7e]{8,512}$/;

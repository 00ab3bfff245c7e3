import type { Secret } from '../../platform/secret.ts';
import type { FailureCode } from './failure-codes.ts';

export type ProviderId = 'twilio' | 'finnhub' | 'alpaca' | 'llm' | 'newsapi';

/** A variable a provider needs. A value that does not have its shape counts as missing. */
export interface ProviderVariable {
  readonly name: string;
  readonly shape: RegExp;
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
}

/** A provider as data. Adding one is one file beside this one and one line in the registry. */
export interface Provider {
  readonly id: ProviderId;
  readonly label: string;
  readonly kind: 'sms' | 'market_data' | 'broker' | 'llm' | 'news';
  readonly required: readonly ProviderVariable[];
  /** One of each group is needed. */
  readonly oneOf: readonly (readonly ProviderVariable[])[];
  readonly optional: readonly ProviderVariable[];
  /** Another base URL than the vendor's makes it a simulator. */
  readonly baseUrl: { readonly variable: string; readonly vendor: string };
  /** A real call that costs nothing and changes nothing. */
  readonly check: ProviderOperation<null, unknown>;
  /** What a refusal means; null when only its status speaks. */
  readonly explain: (answer: ProviderAnswer) => FailureCode | null;
}

/** One thing a provider can be asked. */
export interface ProviderOperation<Input, Output> {
  /** As the ledger names it, such as `messages.create`. */
  readonly name: string;
  readonly request: (settings: ProviderSettings, input: Input) => OutgoingRequest;
  /** The answer's meaning, or null when it is not of the documented form. */
  readonly read: (body: unknown, input: Input) => { value: Output; ref: string | null } | null;
}

/** The text of a setting; absent ones are empty. */
export function setting(settings: ProviderSettings, name: string): string {
  return settings[name]?.expose() ?? '';
}

/** Any printable key without spaces. */
export const KEY_SHAPE = /^[\x21-\x7e]{8,512}$/;

import { Secret } from '../../platform/secret.ts';
import type { Provider, ProviderId, ProviderSettings, ProviderVariable } from './provider.ts';
import { providers } from './registry.ts';

/** A provider as this deployment has it. */
export type ConfiguredProvider =
  | {
      readonly configured: true;
      readonly settings: ProviderSettings;
      readonly baseUrl: string;
      readonly mode: 'live' | 'simulator';
    }
  | {
      readonly configured: false;
      /** The deployment means to use it. */
      readonly chosen: boolean;
      /** The variables that are absent or malformed. */
      readonly missing: readonly string[];
      readonly mode: 'live' | 'simulator';
    };

export type Integrations = Readonly<Record<ProviderId, ConfiguredProvider>>;

/** Reads every provider's variables. A provider that lacks one is not configured; nothing else suffers. */
export function configureProviders(env: Readonly<Record<string, unknown>>): Integrations {
  const entries = providers.map((provider) => [provider.id, configure(provider, env)]);
  // Every id of the type is in the registry; its test says so.
  return Object.freeze(Object.fromEntries(entries)) as Integrations;
}

function configure(provider: Provider, env: Readonly<Record<string, unknown>>): ConfiguredProvider {
  const read = ({ name, shape }: ProviderVariable) => {
    const value = env[name];
    return typeof value === 'string' && shape.test(value) ? value : null;
  };
  const missing = [
    ...provider.required.filter((variable) => read(variable) === null),
    ...provider.oneOf
      .filter((group) => group.every((variable) => read(variable) === null))
      .flatMap(([first]) => (first ? [first] : [])),
  ].map(({ name }) => name);
  const baseUrl = baseUrlOf(provider, env);
  if (baseUrl === null && provider.baseUrl) {
    missing.push(provider.baseUrl.variable);
  }
  const mode = isSimulated(provider, env, baseUrl) ? 'simulator' : 'live';
  const chosen = provider.chosen?.(env) ?? true;
  if (!chosen || missing.length > 0 || baseUrl === null) {
    return { configured: false, chosen, missing, mode };
  }
  const present = [...provider.required, ...provider.oneOf.flat(), ...provider.optional].flatMap(
    (variable) => {
      const value = read(variable);
      return value === null ? [] : [[variable.name, new Secret(value)] as const];
    },
  );
  return { configured: true, settings: Object.fromEntries(present), baseUrl, mode };
}

/** The vendor's own unless another is set; null when that other one is no web address, empty for one without. */
function baseUrlOf({ baseUrl }: Provider, env: Readonly<Record<string, unknown>>): string | null {
  if (!baseUrl) {
    return '';
  }
  const value = env[baseUrl.variable];
  if (value === undefined || value === '') {
    return baseUrl.vendor;
  }
  return typeof value === 'string' && /^https?:\/\/[^\s/]+$/.test(value) ? value : null;
}

function isSimulated(
  provider: Provider,
  env: Readonly<Record<string, unknown>>,
  baseUrl: string | null,
): boolean {
  return provider.baseUrl
    ? baseUrl !== provider.baseUrl.vendor
    : (provider.isSimulator?.(env) ?? false);
}

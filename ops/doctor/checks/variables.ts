import { loadConfig, variableNames } from '../../../src/config.ts';
import { configureProviders } from '../../../src/core/integrations/configure.ts';
import type { Provider } from '../../../src/core/integrations/provider.ts';
import { providers } from '../../../src/core/integrations/registry.ts';
import { decodeBase64 } from '../../../src/platform/crypto/encoding.ts';
import { onVariables } from '../check.ts';
import { blocker, notApplicable, ok, warning } from '../finding.ts';
import { setVariable } from '../fix.ts';

type Values = Readonly<Record<string, string>>;

const ENCRYPTION_KEY = 'APP_ENC_KEY';
const KEY_BYTES = 32;

/** Names the Worker would refuse to start with. */
function unfit(values: Values): string[] {
  const config = loadConfig({ ...values });
  return config.ok ? [] : (config.fields ?? []).map(({ path }) => path);
}

const isSet = (values: Values, name: string) => (values[name] ?? '') !== '';

const nameAll = (names: readonly string[]) => names.join(', ');

/** The Worker's own variables, by the Worker's own rules. */
export const variables = onVariables({
  id: 'variables',
  looksAt: 'the variables the Worker cannot start without, and the shape of the others',
  examine({ values }, context) {
    const names = unfit(values).filter((name) => name !== ENCRYPTION_KEY);
    if (names.length === 0) {
      return ok('Every variable the Worker needs is there, and each has its shape.');
    }
    const missing = names.filter((name) => !isSet(values, name));
    const malformed = names.filter((name) => isSet(values, name));
    const said = [
      ...(missing.length > 0 ? [`${nameAll(missing)} missing`] : []),
      ...(malformed.length > 0 ? [`${nameAll(malformed)} malformed`] : []),
    ];
    return blocker(`${said.join('; ')}.`, ...names.map((name) => setVariable(name, context)));
  },
});

/** 32 bytes, and not such as stand in examples. */
export const encryptionKey = onVariables({
  id: 'encryption-key',
  looksAt: 'APP_ENC_KEY: 32 random bytes of base64, no example',
  examine({ values }, context) {
    if (!unfit(values).includes(ENCRYPTION_KEY)) {
      return ok('APP_ENC_KEY holds 32 bytes that look random.');
    }
    return blocker(
      `APP_ENC_KEY ${whatIsWrong(values[ENCRYPTION_KEY]?.trim() ?? '')}. What was sealed under another key is lost with it.`,
      setVariable(ENCRYPTION_KEY, context),
    );
  },
});

function whatIsWrong(text: string): string {
  if (text === '') {
    return 'is missing';
  }
  const bytes = decodeBase64(text);
  if (!bytes) {
    return 'is not base64';
  }
  return bytes.length === KEY_BYTES
    ? 'has the right length but is an example, a text or a pattern'
    : `holds ${bytes.length} bytes instead of ${KEY_BYTES}`;
}

const variablesOf = ({ required, oneOf, optional, baseUrl }: Provider) => [
  ...[...required, ...oneOf.flat(), ...optional].map(({ name }) => name),
  ...(baseUrl ? [baseUrl.variable] : []),
];

const KNOWN = new Set([...variableNames, ...providers.flatMap(variablesOf)]);

/** A name with a slip of the pen is as good as none. */
export const unknownVariables = onVariables({
  id: 'unknown-variables',
  looksAt: 'names in the file that nothing reads',
  examine({ inFile, file }) {
    const strange = inFile.filter((name) => !KNOWN.has(name));
    return strange.length === 0
      ? ok('Every name in the file is read by something.')
      : warning(
          `Nothing reads ${nameAll(strange)}: misspelt, or left over.`,
          ...strange.map((name) => `sed -i '/^${name}=/d' ${file}`),
        );
  },
});

const WANTED: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'links and delivery reports',
  ACCESS_TOKEN_KEYS: 'service tokens',
  AUDIT_SIGNING_KEY: 'heads signed by a key of their own',
};

/** Nothing breaks without them, but something waits. */
export const wantedVariables = onVariables({
  id: 'wanted-variables',
  looksAt: 'variables that something waits for',
  examine({ values }, context) {
    if (context.isLocalStack) {
      return notApplicable('npm start fills in what this machine has not set.');
    }
    const missing = Object.keys(WANTED).filter((name) => !isSet(values, name));
    return missing.length === 0
      ? ok('Everything that something waits for is set.')
      : warning(
          `Not set: ${missing.map((name) => `${name} (${WANTED[name]})`).join(', ')}.`,
          ...missing.map((name) => setVariable(name, context)),
        );
  },
});

/** Mail and outside services: none, whole or half configured. */
export const outsideServices = onVariables({
  id: 'outside-services',
  looksAt: 'the variables of mail and of each outside service',
  examine({ values }, context) {
    const configured = configureProviders(values);
    const half = providers.flatMap((provider) => {
      const found = configured[provider.id];
      const begun = variablesOf(provider).some(
        (name) => name !== 'PUBLIC_URL' && isSet(values, name),
      );
      return !found.configured && found.chosen && begun
        ? [{ label: provider.label, missing: found.missing }]
        : [];
    });
    if (half.length > 0) {
      const missing = [...new Set(half.flatMap((service) => service.missing))];
      return warning(
        `Half configured: ${half.map(({ label, missing: names }) => `${label} without ${nameAll(names)}`).join('; ')}.`,
        ...missing.map((name) => setVariable(name, context)),
      );
    }
    if (context.isLocalStack) {
      return ok('Nothing is half configured; npm start simulates the rest.');
    }
    const mail = values['EMAIL_PROVIDER'] ?? 'off';
    return mail === 'off' || mail === ''
      ? warning(
          'There is no mail: nobody can confirm an address or reset a password.',
          setVariable('EMAIL_PROVIDER', context),
        )
      : ok('Mail is chosen, and nothing is half configured.');
  },
});

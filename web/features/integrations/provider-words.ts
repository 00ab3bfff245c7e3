import type { Integration, ProviderCall } from '../../ledger.ts';
import { t } from '../../text.ts';

export interface StateWords {
  readonly tone: 'good' | 'bad' | 'none';
  readonly words: string;
}

const NOT_PROVEN = 'NOT_PROVEN';

/** The three things one may ask of a provider: are its keys there, did its newest call work, was it used. */
export function statesOf(integration: Integration): readonly StateWords[] {
  return [configuredState(integration), connectedState(integration), provenState(integration)];
}

/** The one of the three that matters most: the first that is missing. */
export function leadingState(integration: Integration): StateWords {
  const states = statesOf(integration);
  return states.slice(0, 2).find(({ tone }) => tone !== 'good') ?? connectedState(integration);
}

function configuredState({ configured }: Integration): StateWords {
  return configured
    ? { tone: 'good', words: t('Configured') }
    : { tone: 'bad', words: t('Not configured') };
}

function connectedState({ configured, connected, error_code }: Integration): StateWords {
  if (connected) {
    return { tone: 'good', words: t('Connected') };
  }
  // Without a call in the last day nothing is known, and that is not the same as a failure.
  return configured && error_code !== NOT_PROVEN
    ? { tone: 'bad', words: t('Not connected') }
    : { tone: 'none', words: t('Not tried in 24 h') };
}

function provenState({ proof_of_use_count_24h: uses }: Integration): StateWords {
  return uses > 0
    ? { tone: 'good', words: t('Proven in 24 h') }
    : { tone: 'none', words: t('Not proven in 24 h') };
}

/** What the provider is for. */
export function kindText(kind: string): string {
  switch (kind) {
    case 'sms':
      return t('Text messages');
    case 'market_data':
      return t('Market data');
    case 'broker':
      return t('Brokerage');
    case 'llm':
      return t('Text generation');
    case 'news':
      return t('News');
    case 'email':
      return t('E-mail');
    case 'breach_list':
      return t('Breached passwords');
    case 'captcha':
      return t('Check for people');
    default:
      return kind;
  }
}

/** How one call ended. */
export function callState({ status }: Pick<ProviderCall, 'status'>): StateWords {
  if (status === 'PENDING') {
    return { tone: 'none', words: t('Under way') };
  }
  return status === 'SUCCESS'
    ? { tone: 'good', words: t('Succeeded') }
    : { tone: 'bad', words: t('Failed') };
}

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import type { systemStatusReport } from '../../../src/features/system-status/contract.ts';
import { t } from '../../text.ts';

export type Report = ViewOf<typeof systemStatusReport>;
export type Blocker = Report['blockers'][number];

/** What people call a part of the system; one that is not listed goes by its own name. */
export function componentName(component: string): string {
  switch (component) {
    case 'twilio':
      return 'Twilio';
    case 'finnhub':
      return 'Finnhub';
    case 'alpaca':
      return 'Alpaca';
    case 'newsapi':
      return 'NewsAPI';
    case 'smtp':
      return 'SMTP';
    case 'resend':
      return 'Resend';
    case 'hibp':
      return 'Have I Been Pwned';
    case 'turnstile':
      return 'Turnstile';
    case 'llm':
      return t('Language model');
    case 'database':
      return t('Database');
    case 'limiter':
      return t('Rate limiter');
    case 'delivery reports':
      return t('Delivery reports');
    case 'access tokens':
      return t('Access tokens');
    default:
      return component.slice(0, 1).toUpperCase() + component.slice(1);
  }
}

/** A blocker in one sentence. */
export function blockerSentence({ component, error_code }: Blocker): string {
  const name = componentName(component);
  switch (error_code) {
    case 'PROVIDER_NOT_CONFIGURED':
      return t('{name} is not configured.', { name });
    case 'CONFIG_INCOMPLETE':
      return t('{name}: a setting is missing.', { name });
    case 'LIMITER_UNAVAILABLE':
      return t('{name} does not answer.', { name });
    default:
      return t('{name} does not work.', { name });
  }
}

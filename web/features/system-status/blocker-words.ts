import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import type { systemStatusReport } from '../../../src/features/system-status/contract.ts';
import { providerFix, refusalWords } from '../../problem-words.ts';
import { keyed, t } from '../../text.ts';

export type Report = ViewOf<typeof systemStatusReport>;
export type Blocker = Report['blockers'][number];

/** Names of others, the same in every language. */
const theirNames: Readonly<Record<string, string>> = Object.freeze({
  twilio: 'Twilio',
  finnhub: 'Finnhub',
  alpaca: 'Alpaca',
  newsapi: 'NewsAPI',
  smtp: 'SMTP',
  resend: 'Resend',
  hibp: 'Have I Been Pwned',
  turnstile: 'Turnstile',
});

const ourNames = (): Readonly<Record<string, string>> => ({
  llm: t('Language model'),
  database: t('Database'),
  limiter: t('Rate limiter'),
  'delivery reports': t('Delivery reports'),
  'access tokens': t('Access tokens'),
});

/** What people call a part of the system; one that is not listed goes by its own name. */
export function componentName(component: string): string {
  return (
    theirNames[component] ??
    ourNames()[component] ??
    component.slice(0, 1).toUpperCase() + component.slice(1)
  );
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

/** What to do about a blocker. */
export function blockerFix(blocker: Blocker): string {
  const { error_code: code, suggested_fix: english, missing_env_vars: names } = blocker;
  if (names.length > 0) {
    return refusalWords({ error_code: code, names, suggested_fix: english }).suggestedFix;
  }
  return keyed(`blocker_${code}.suggested_fix`) ?? providerFix(code, english);
}

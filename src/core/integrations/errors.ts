import { defineErrors } from '../../platform/errors.ts';

/** What a client learns when somebody else's service did not do its part. */
export const integrationErrors = defineErrors({
  PROVIDER_NOT_CONFIGURED: {
    status: 503,
    title: 'Provider not configured',
    detail: 'The outside service this needs has not been set up here.',
    suggestedFix: 'Set {names} as the configuration guide says.',
  },
  PROVIDER_FAILED: {
    status: 502,
    title: 'Provider failed',
    detail: 'The outside service refused or failed, and nothing was done.',
    suggestedFix: 'Try again later; the events of the integration say what it answered.',
  },
  PROVIDER_TIMEOUT: {
    status: 504,
    title: 'Provider timed out',
    detail: 'The outside service did not answer in time, so we cannot say whether it acted.',
    suggestedFix: 'Look at the events of the integration before you try again.',
  },
  BUDGET_EXCEEDED: {
    status: 402,
    title: 'Budget exceeded',
    detail: 'The spending cap for messages has been reached.',
    suggestedFix: 'Wait {wait}, or raise the cap.',
  },
});

import { defineErrors } from '../../platform/errors.ts';

/** The variables a Worker cannot run without. The sentences name the variable, never its value. */
export const configErrors = defineErrors({
  APP_ENC_KEY_MISSING: {
    status: 503,
    title: 'Encryption key missing',
    detail: 'The encryption key is absent, malformed or not the one the data was sealed under.',
    suggestedFix: 'Set APP_ENC_KEY to 32 random bytes in base64: openssl rand -base64 32.',
  },
  CONFIG_INCOMPLETE: {
    status: 503,
    title: 'Configuration incomplete',
    detail: 'A required variable is absent or malformed.',
    suggestedFix: 'Set {names} as the configuration guide says.',
  },
});

import { defineErrors } from '../../platform/errors.ts';

export const roleErrors = defineErrors({
  LAST_ADMIN: {
    status: 409,
    title: 'Last administrator',
    detail: 'There would be no administrator left.',
    suggestedFix: 'Make somebody else ADMIN first.',
  },
});

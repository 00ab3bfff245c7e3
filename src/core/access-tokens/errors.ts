import { defineErrors } from '../../platform/errors.ts';

export const accessErrors = defineErrors({
  FORBIDDEN: {
    status: 403,
    title: 'Forbidden',
    detail: 'This is not allowed for whoever is asking.',
    suggestedFix: 'Use a token with the scope this endpoint needs.',
  },
});

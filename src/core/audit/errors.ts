import { defineErrors } from '../../platform/errors.ts';

export const auditErrors = defineErrors({
  AUDIT_HEADS_UNAVAILABLE: {
    status: 503,
    title: 'Audit heads unavailable',
    detail: 'The keeper of the signed heads does not answer.',
    suggestedFix: 'Try again in a few seconds.',
  },
});

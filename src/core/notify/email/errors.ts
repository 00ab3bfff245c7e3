import { integrationErrors } from '../../integrations/errors.ts';
import { fail, type Failure } from '../../../platform/result.ts';

/** No mail can be sent, to anybody: the same for every address. */
export function mailClosed(): Failure {
  return fail(integrationErrors.PROVIDER_NOT_CONFIGURED, 'mail_not_configured', {
    fields: [{ path: 'EMAIL_PROVIDER', message: 'This variable is absent or malformed.' }],
  });
}

import { fail, type Failure, type Wording } from '../../platform/result.ts';
import { tokenErrors } from './errors.ts';

/** A mailed token as the statement that wanted to use it found it; null when there is no such token. */
export type FoundMailToken = {
  readonly consumed_at: Date | null;
  readonly expires_at: Date;
} | null;

/** Why a mailed token opens nothing; `wording` says how to get another one. */
export function refuseMailToken(found: FoundMailToken, wording: Wording): Failure {
  if (!found) {
    return fail(tokenErrors.TOKEN_INVALID, 'mail_token_unknown', { wording });
  }
  return found.consumed_at
    ? fail(tokenErrors.TOKEN_CONSUMED, 'mail_token_consumed', { wording })
    : fail(tokenErrors.TOKEN_EXPIRED, 'mail_token_expired', { wording });
}

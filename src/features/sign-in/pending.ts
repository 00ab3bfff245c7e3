import type { SignInContext } from './sign-in-context.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import type { BodyOf } from '../../core/endpoint/endpoint.ts';
import { tokenErrors } from '../../core/tokens/errors.ts';
import { fail, ok } from '../../platform/result.ts';
import { Secret } from '../../platform/secret.ts';
import type { verifySecondFactor } from './contract.ts';
import { verify } from './verify.ts';

const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

interface Sent {
  readonly body: BodyOf<typeof verifySecondFactor>;
  readonly pending: Secret | null;
}

/** Verifies with the temp token that was sent, else with the one that the browser keeps. */
export async function verifyPending(
  deps: Parameters<typeof verify>[0],
  context: SignInContext,
  { body, pending }: Sent,
) {
  const temp_token = body.temp_token ?? pending?.expose();
  if (temp_token === undefined) {
    const fields = [{ path: 'temp_token', message: 'Send the temp_token of the sign-in.' }];
    return fail(requestErrors.INVALID_REQUEST, 'temp_token_missing', { fields });
  }
  return await verify(deps, context, { ...body, temp_token });
}

/**
 * Gives the browser its temp token to keep. Whether it opens anything is decided when it is shown with
 * a code: nothing is looked up here, so nothing can be learned.
 */
export async function keep(tempToken: string) {
  return await Promise.resolve(
    TOKEN_SHAPE.test(tempToken)
      ? ok({}, { keepPending: new Secret(tempToken) })
      : fail(tokenErrors.TOKEN_INVALID, 'temp_token_shape'),
  );
}

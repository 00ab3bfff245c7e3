import { resendWindows } from './limits.ts';
import { route } from '../../http.ts';
import { resendVerification, verifyEmail } from './contract.ts';
import { resend } from './resend.ts';
import { verify } from './verify.ts';

export const emailVerification = {
  name: 'email-verification',
  errors: [],
  windows: resendWindows,
  routes: [
    route(
      verifyEmail,
      async ({ deps, caller, body, shownSession }) =>
        await verify(deps, caller, { token: body.token, shownSession }),
    ),
    route(
      resendVerification,
      async ({ deps, caller, body }) => await resend(deps, caller, body.email),
    ),
  ],
};

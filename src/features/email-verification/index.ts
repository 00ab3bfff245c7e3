import { resendWindows } from './limits.ts';
import { redirect } from '../../documents.ts';
import { lazyRoute } from '../../http.ts';
import { resendVerification, verifyEmail, emailVerificationPaths } from './contract.ts';

export const emailVerification = {
  name: 'email-verification',
  errors: [],
  windows: resendWindows,
  pages: emailVerificationPaths,
  routes: [
    lazyRoute(
      verifyEmail,
      async () => await import('./verify.ts'),
      async ({ verify }, { deps, client, body, shownSession }) =>
        await verify(deps, client, { token: body.token, shownSession }),
    ),
    lazyRoute(
      resendVerification,
      async () => await import('./resend.ts'),
      async ({ resend }, { deps, client, body }) => await resend(deps, client, body.email),
    ),
    // A mailed link of other make: the page is shown, and only its button uses the token.
    redirect('/api/auth/verify-email', (search) => `/verify-email${tokenOnly(search)}`),
  ],
};

/** The token as we write them, and nothing else of what was sent. */
function tokenOnly(search: string): string {
  const token = new URLSearchParams(search).get('token') ?? '';
  return /^[\w-]{1,256}$/.test(token) ? `?token=${token}` : '';
}

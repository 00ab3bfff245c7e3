import { redirect, textFile } from '../../documents.ts';
import { pagePaths } from './contract.ts';
import { securityText } from './security-text.ts';

const SECURITY = '/settings/security';

/** Other names of pages, and what programs look for at fixed places. */
export const pages = {
  name: 'pages',
  errors: [],
  pages: pagePaths,
  routes: [
    redirect('/settings', () => SECURITY),
    redirect('/2fa/setup', () => SECURITY),
    redirect('/account/security', () => SECURITY),
    redirect('/admin/audit-logs', () => '/admin/audit'),
    // Password managers lead here (W3C, "A Well-Known URL for Changing Passwords").
    redirect('/.well-known/change-password', () => SECURITY),
    // A mailed link of other make: the page is shown, and only its button uses the token.
    redirect('/api/auth/verify-email', (search) => `/verify-email${tokenOnly(search)}`),
    textFile('/.well-known/security.txt', securityText),
  ],
};

/** The token as we write them, and nothing else of what was sent. */
function tokenOnly(search: string): string {
  const token = new URLSearchParams(search).get('token') ?? '';
  return /^[\w-]{1,256}$/.test(token) ? `?token=${token}` : '';
}

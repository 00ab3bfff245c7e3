/** Pages on the way in, and the reference: nobody needs a session for them, or comes back to them from signing in. */
export const doorPaths = Object.freeze([
  '/login',
  '/register',
  '/2fa/verify',
  '/verify-email',
  '/forgot-password',
  '/reset-password',
  '/keep-account',
  '/cancel-reset',
  '/claim-admin',
  '/docs',
] as const);

/** The pages a person can open; any other path is answered with the not-found page and status 404. */
export const pagePaths = Object.freeze([
  '/',
  ...doorPaths,
  '/settings/security',
  '/settings/sessions',
  '/settings/activity',
  '/settings/profile',
  '/connections',
  '/ops/alerts',
  '/status',
  '/admin/users',
  '/admin/audit',
] as const);

export type PagePath = (typeof pagePaths)[number];

/** The pages a person can open; any other path is answered with the not-found page and status 404. */
export const pagePaths = Object.freeze([
  '/',
  '/login',
  '/register',
  '/2fa/verify',
  '/verify-email',
  '/forgot-password',
  '/reset-password',
  '/keep-account',
  '/cancel-reset',
  '/claim-admin',
  '/settings/activity',
  '/admin/users',
  '/admin/audit',
  '/settings/security',
  '/settings/sessions',
  '/settings/profile',
  '/connections',
  '/ops/alerts',
  '/status',
] as const);

export type PagePath = (typeof pagePaths)[number];

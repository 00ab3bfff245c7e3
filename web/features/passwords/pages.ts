import type { passwordPaths } from '../../../src/features/passwords/contract.ts';
import type { PagesOf } from '../../page.ts';

export const passwordPages: PagesOf<typeof passwordPaths> = {
  '/forgot-password': {
    load: async () => (await import('./forgot-password-page.tsx')).ForgotPasswordPage,
    isOpen: true,
  },
  '/reset-password': {
    load: async () => (await import('./reset-password-page.tsx')).ResetPasswordPage,
    isOpen: true,
  },
};

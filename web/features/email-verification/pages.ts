import type { emailVerificationPaths } from '../../../src/features/email-verification/contract.ts';
import type { PagesOf } from '../../page.ts';

export const emailVerificationPages: PagesOf<typeof emailVerificationPaths> = {
  '/verify-email': {
    load: async () => (await import('./verify-email-page.tsx')).VerifyEmailPage,
    isOpen: true,
  },
};

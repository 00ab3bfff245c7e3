import type { signInPaths } from '../../../src/features/sign-in/contract.ts';
import type { PagesOf } from '../../page.ts';

export const signInPages: PagesOf<typeof signInPaths> = {
  '/login': {
    load: async () => (await import('./login-page.tsx')).LoginPage,
    isOpen: true,
  },
  '/2fa/verify': {
    load: async () => (await import('./verify-page.tsx')).VerifyPage,
    isOpen: true,
  },
};

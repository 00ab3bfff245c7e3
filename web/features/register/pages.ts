import type { registerPaths } from '../../../src/features/register/contract.ts';
import type { PagesOf } from '../../page.ts';

export const registerPages: PagesOf<typeof registerPaths> = {
  '/register': {
    load: async () => (await import('./register-page.tsx')).RegisterPage,
    isOpen: true,
  },
};

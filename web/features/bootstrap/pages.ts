import type { bootstrapPaths } from '../../../src/features/bootstrap/contract.ts';
import type { PagesOf } from '../../page.ts';

export const bootstrapPages: PagesOf<typeof bootstrapPaths> = {
  '/claim-admin': {
    load: async () => (await import('./claim-admin-page.tsx')).ClaimAdminPage,
    isOpen: true,
  },
};

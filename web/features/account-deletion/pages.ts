import type { deletionPaths } from '../../../src/features/account-deletion/contract.ts';
import type { PagesOf } from '../../page.ts';

export const deletionPages: PagesOf<typeof deletionPaths> = {
  '/keep-account': {
    load: async () => (await import('./keep-account-page.tsx')).KeepAccountPage,
    isOpen: true,
  },
};

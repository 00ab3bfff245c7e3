import type { leavingPaths } from '../../../src/features/leaving/contract.ts';
import type { PagesOf } from '../../page.ts';

export const leavingPages: PagesOf<typeof leavingPaths> = {
  '/keep-account': {
    load: async () => (await import('./keep-account-page.tsx')).KeepAccountPage,
    isOpen: true,
  },
};

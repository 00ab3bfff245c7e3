import type { adminUsersPaths } from '../../../src/features/admin-users/contract.ts';
import type { PagesOf } from '../../page.ts';
import { t } from '../../text.ts';

export const adminUsersPages: PagesOf<typeof adminUsersPaths> = {
  '/cancel-reset': {
    load: async () => (await import('./cancel-reset-page.tsx')).CancelResetPage,
    isOpen: true,
  },
  '/admin/users': {
    load: async () => (await import('./users.tsx')).Users,
    menu: { of: 'main', name: () => t('Users'), anyOf: ['users.read'] },
  },
};

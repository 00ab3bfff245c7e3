import type { sharedPaths } from '../../src/features/pages/contract.ts';
import type { Page } from '../page.ts';
import { t } from '../text.ts';

/** The pages on which several features meet. */
export const sharedPages: Readonly<Record<(typeof sharedPaths)[number], Page>> = {
  '/': {
    load: async () => (await import('./overview.tsx')).Overview,
    menu: { of: 'main', name: () => t('Overview') },
  },
  '/settings/security': {
    load: async () => (await import('./security.tsx')).Security,
    menu: { of: 'settings', name: () => t('Security') },
  },
  '/settings/profile': {
    load: async () => (await import('./profile.tsx')).Profile,
    menu: { of: 'settings', name: () => t('Profile') },
  },
};

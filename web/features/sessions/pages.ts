import type { sessionsPaths } from '../../../src/features/sessions/contract.ts';
import type { PagesOf } from '../../page.ts';
import { t } from '../../text.ts';

export const sessionsPages: PagesOf<typeof sessionsPaths> = {
  '/settings/sessions': {
    load: async () => (await import('./sessions.tsx')).Sessions,
    menu: { of: 'settings', name: () => t('Sessions') },
  },
};

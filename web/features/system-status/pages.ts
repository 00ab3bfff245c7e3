import type { systemStatusPaths } from '../../../src/features/system-status/contract.ts';
import type { PagesOf } from '../../page.ts';
import { operatorPermissions } from '../../pages/operator-pages.ts';
import { t } from '../../text.ts';

export const systemStatusPages: PagesOf<typeof systemStatusPaths> = {
  '/status': {
    load: async () => (await import('./status-page.tsx')).StatusPage,
    menu: { of: 'main', name: () => t('Status'), anyOf: operatorPermissions },
  },
};

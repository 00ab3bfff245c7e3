import type { integrationsPaths } from '../../../src/features/integrations/contract.ts';
import type { PagesOf } from '../../page.ts';
import { operatorPermissions } from '../../pages/operator-pages.ts';
import { t } from '../../text.ts';

export const integrationsPages: PagesOf<typeof integrationsPaths> = {
  '/connections': {
    load: async () => (await import('./connections-page.tsx')).ConnectionsPage,
    menu: { of: 'main', name: () => t('Connections'), anyOf: operatorPermissions },
  },
};

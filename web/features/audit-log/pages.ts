import type { auditLogPaths } from '../../../src/features/audit-log/contract.ts';
import type { PagesOf } from '../../page.ts';
import { t } from '../../text.ts';

export const auditLogPages: PagesOf<typeof auditLogPaths> = {
  '/admin/audit': {
    load: async () => (await import('./audit.tsx')).Audit,
    menu: { of: 'main', name: () => t('Audit'), anyOf: ['audit.read'] },
  },
  '/settings/activity': {
    load: async () => (await import('./activity.tsx')).Activity,
    menu: { of: 'settings', name: () => t('Activity') },
  },
};

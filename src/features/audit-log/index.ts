import { redirect } from '../../documents.ts';
import { attachmentRoute, lazyRoute } from '../../http.ts';
import * as contract from './contract.ts';

export const auditLog = {
  name: 'audit-log',
  errors: [],
  pages: contract.auditLogPaths,
  routes: [
    lazyRoute(
      contract.listAuditEvents,
      async () => await import('./list-events.ts'),
      async ({ listEvents }, { deps, signedIn, query }) => await listEvents(deps, signedIn, query),
    ),
    attachmentRoute(contract.exportAuditEvents, async ({ deps, client, signedIn, query }) => {
      const { exportEvents } = await import('./export-events.ts');
      return await exportEvents(deps, client, signedIn, query);
    }),
    lazyRoute(
      contract.listActivity,
      async () => await import('./list-events.ts'),
      async ({ listActivity }, { deps, signedIn, query }) =>
        await listActivity(deps, signedIn, query),
    ),
    redirect('/admin/audit-logs', () => '/admin/audit'),
  ],
};

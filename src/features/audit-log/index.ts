import { redirect } from '../../documents.ts';
import { attachmentRoute, route } from '../../http.ts';
import * as contract from './contract.ts';
import { exportEvents } from './export-events.ts';
import { listActivity, listEvents } from './list-events.ts';

export const auditLog = {
  name: 'audit-log',
  errors: [],
  pages: contract.auditLogPaths,
  routes: [
    route(
      contract.listAuditEvents,
      async ({ deps, signedIn, query }) => await listEvents(deps, signedIn, query),
    ),
    attachmentRoute(
      contract.exportAuditEvents,
      async ({ deps, caller, signedIn, query }) =>
        await exportEvents(deps, caller, signedIn, query),
    ),
    route(
      contract.listActivity,
      async ({ deps, signedIn, query }) => await listActivity(deps, signedIn, query),
    ),
    redirect('/admin/audit-logs', () => '/admin/audit'),
  ],
};

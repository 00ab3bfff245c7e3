import { auditErrors } from '../../core/audit/errors.ts';
import { lazyRoute } from '../../http.ts';
import { publishedHeads } from './contract.ts';

export const auditHeads = {
  name: 'audit-heads',
  errors: [auditErrors],
  routes: [
    lazyRoute(
      publishedHeads,
      async () => await import('./show-heads.ts'),
      async ({ showHeads }, { deps }) => await showHeads(deps),
    ),
  ],
};

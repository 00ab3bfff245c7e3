import { auditErrors } from '../../core/audit/errors.ts';
import { route } from '../../http.ts';
import { publishedHeads } from './contract.ts';
import { showHeads } from './show-heads.ts';

export const auditHeads = {
  name: 'audit-heads',
  errors: [auditErrors],
  routes: [route(publishedHeads, async ({ deps }) => await showHeads(deps))],
};

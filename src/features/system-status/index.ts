import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { health, policies } from './contract.ts';
import { viewPolicies } from './view-policies.ts';

export const systemStatus = {
  name: 'system-status',
  errors: [],
  routes: [
    route(health, async () => ok({ ok: true as const })),
    route(policies, async () => ok(viewPolicies())),
  ],
};

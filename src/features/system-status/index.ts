import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { health } from './contract.ts';

export const systemStatus = {
  name: 'system-status',
  errors: [],
  routes: [route(health, async () => ok({ ok: true as const }))],
};

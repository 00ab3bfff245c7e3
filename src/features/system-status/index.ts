import type { AllWindows } from '../../core/limits/limits.ts';
import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { checkReady } from './check-ready.ts';
import { health, policies, ready, systemStatusReport, systemStatusPaths } from './contract.ts';
import { report } from './report.ts';
import { viewPolicies } from './view-policies.ts';

/** `windows` are those of every capability: they are shown with the other numbers in force. */
export const systemStatus = (windows: AllWindows) => ({
  name: 'system-status',
  errors: [],
  pages: systemStatusPaths,
  routes: [
    route(health, async () => ok({ ok: true as const })),
    route(ready, async ({ deps }) => await checkReady(deps)),
    route(systemStatusReport, async ({ deps, signedIn }) => await report(deps, signedIn)),
    route(policies, async () => ok(viewPolicies(windows))),
  ],
});

import type { AllWindows } from '../../core/limits/limits.ts';
import { lazyRoute, route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { health, policies, ready, systemStatusReport, systemStatusPaths } from './contract.ts';

/** `windows` are those of every capability: they are shown with the other numbers in force. */
export const systemStatus = (windows: AllWindows) => ({
  name: 'system-status',
  errors: [],
  pages: systemStatusPaths,
  routes: [
    route(health, async () => ok({ ok: true as const })),
    lazyRoute(
      ready,
      async () => await import('./check-ready.ts'),
      async ({ checkReady }, { deps }) => await checkReady(deps),
    ),
    lazyRoute(
      systemStatusReport,
      async () => await import('./report.ts'),
      async ({ report }, { deps, signedIn }) => await report(deps, signedIn),
    ),
    lazyRoute(
      policies,
      async () => await import('./view-policies.ts'),
      async ({ viewPolicies }) => ok(viewPolicies(windows)),
    ),
  ],
});

import { readIntegrationStatus } from '../../core/integrations/status.ts';
import { isStaffFor } from '../../core/roles/require-permission.ts';
import type { SignedIn } from '../../core/sessions/session.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

type ReportDeps = Pick<Deps, 'clock' | 'db' | 'integrations' | 'readiness' | 'config'>;

/** No call yet: nothing is known to be wrong. */
const NOT_PROVEN = 'NOT_PROVEN';

interface Blocker {
  readonly error_code: string;
  readonly component: string;
  readonly suggested_fix: string;
  readonly missing_env_vars: string[];
}

/**
 * What stands in the way, each with its remedy. Anyone who reads this is signed in, so the database and
 * the encryption key work; providers and the rest are looked at here. Of calls that failed only those of
 * the person who asks count, unless they have the permission `status.read`: others' calls are not shown.
 */
export async function report(deps: ReportDeps, signedIn: SignedIn) {
  const now = deps.clock.now();
  const readsAll = isStaffFor(signedIn, { permission: 'status.read', method: 'GET' }, now);
  const ownerId = readsAll ? null : signedIn.account.id;
  const [integrations, { ok: limiterAnswers }] = await Promise.all([
    readIntegrationStatus(deps.db, deps.integrations, { now, ownerId }),
    deps.readiness.last(),
  ]);
  const blockers: Blocker[] = integrations
    .filter(({ configured }) => !configured)
    .map(({ provider, missing_env_vars, suggested_fix }) => ({
      error_code: 'PROVIDER_NOT_CONFIGURED',
      component: provider,
      suggested_fix: suggested_fix ?? '',
      missing_env_vars,
    }));
  blockers.push(
    ...integrations
      .filter(
        ({ configured, connected, error_code }) =>
          configured && !connected && error_code !== NOT_PROVEN,
      )
      .map(({ provider, error_code, suggested_fix }) => ({
        error_code: error_code ?? NOT_PROVEN,
        component: provider,
        suggested_fix: suggested_fix ?? '',
        missing_env_vars: [],
      })),
  );
  if (!limiterAnswers) {
    blockers.push({
      error_code: 'LIMITER_UNAVAILABLE',
      component: 'limiter',
      suggested_fix: 'Look at the Durable Objects of this Worker; sign-in is refused meanwhile.',
      missing_env_vars: [],
    });
  }
  blockers.push(...missingVariables(deps.config));
  const components = [
    { component: 'database', ok: true, mode: null },
    { component: 'limiter', ok: limiterAnswers, mode: null },
    ...integrations.map(({ provider, configured, error_code, mode }) => ({
      component: provider,
      ok: configured && (error_code === null || error_code === NOT_PROVEN),
      mode,
    })),
  ];
  return ok({ ok: blockers.length === 0, blockers, components });
}

/** Variables that nothing breaks without, but that something waits for. */
function missingVariables(config: Deps['config']): Blocker[] {
  const mail = config.EMAIL_PROVIDER === 'off' ? undefined : config.EMAIL_PROVIDER;
  const wanted = [
    ['EMAIL_PROVIDER', mail, 'e-mail', 'smtp or resend'],
    ['PUBLIC_URL', config.PUBLIC_URL, 'delivery reports', 'the https origin of this site'],
    ['ACCESS_TOKEN_KEYS', config.ACCESS_TOKEN_KEYS, 'access tokens', 'what npm run keys prints'],
  ] as const;
  return wanted
    .filter(([, value]) => value === undefined)
    .map(([name, , component, meaning]) => ({
      error_code: 'CONFIG_INCOMPLETE',
      component,
      suggested_fix: `Set ${name} to ${meaning}.`,
      missing_env_vars: [name],
    }));
}

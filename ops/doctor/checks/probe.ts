import * as z from 'zod/mini';

import { onProbe } from '../check.ts';
import { blocker, couldNotCheck, ok, warning } from '../finding.ts';
import { setVariable } from '../fix.ts';

/** What each cookie lacks of RFC 6265bis section 4.1.3.2 and of our own rule. */
function faultsOf(setCookie: string): string[] {
  const [pair = '', ...rest] = setCookie.split(';').map((part) => part.trim());
  const name = pair.slice(0, pair.indexOf('='));
  const attributes = rest.map((attribute) => attribute.toLowerCase());
  const faults = [
    name.startsWith('__Host-') ? '' : 'the __Host- name',
    attributes.includes('secure') ? '' : 'Secure',
    attributes.includes('httponly') ? '' : 'HttpOnly',
    attributes.includes('samesite=strict') ? '' : 'SameSite=Strict',
    attributes.includes('path=/') ? '' : 'Path=/',
  ].filter(Boolean);
  const domain = attributes.some((attribute) => attribute.startsWith('domain='));
  return [
    ...faults.map((fault) => `${name} lacks ${fault}`),
    ...(domain ? [`${name} has a Domain`] : []),
  ];
}

export const cookies = onProbe({
  id: 'cookies',
  looksAt: 'the cookies of a sign-in: __Host-, Secure, HttpOnly, SameSite',
  async examine(probe) {
    const seen = await probe();
    if (!seen.signedIn) {
      return couldNotCheck(`The throw-away account could not sign in: ${seen.reason}.`);
    }
    if (seen.setCookies.length === 0) {
      return blocker('A sign-in sets no cookie.', 'npm run deploy');
    }
    const faults = seen.setCookies.flatMap(faultsOf);
    return faults.length === 0
      ? ok(`${seen.setCookies.length} cookies, each as it should be; ${seen.cleanUp}.`)
      : blocker(`${faults.join('; ')}.`, 'npm run deploy');
  },
});

const Status = z.object({
  blockers: z.array(
    z.object({
      error_code: z.string(),
      component: z.string(),
      suggested_fix: z.string(),
      missing_env_vars: z.array(z.string()),
    }),
  ),
});

export const systemStatus = onProbe({
  id: 'system-status',
  looksAt: 'what the deployment itself says stands in the way: GET /api/system/status',
  async examine(probe, context) {
    const seen = await probe();
    const status = seen.signedIn ? Status.safeParse(seen.status) : null;
    if (!status?.success) {
      return couldNotCheck('The system status could not be read.');
    }
    const { blockers } = status.data;
    const names = blockers.flatMap(({ missing_env_vars: missing }) => missing);
    return blockers.length === 0
      ? ok('Mail and every outside service are configured, and none of them failed.')
      : warning(
          blockers.map(({ component, error_code: code }) => `${component}: ${code}`).join('; ') +
            '.',
          ...[...new Set(names)].map((name) => setVariable(name, context)),
        );
  },
});

import { onSite } from '../check.ts';
import { blocker, couldNotCheck, notApplicable, ok, warning, type Finding } from '../finding.ts';
import type { Site } from '../site.ts';

/** Half a year, the least that preload lists and scanners take for meant. */
const LEAST_HSTS_SECONDS = 180 * 24 * 60 * 60;

/** What is wrong with the certificate and HSTS; null when nothing is. */
async function faultOfHttps(site: Site, host: string): Promise<Finding | null> {
  const answer = await site.ask('/');
  if (!answer.answered) {
    return /CERT|SIGN|TLS|SSL|ALTNAME/.test(answer.reason)
      ? blocker(
          `The certificate is not to be trusted (${answer.reason}).`,
          `openssl s_client -connect ${host}:443 -servername ${host} </dev/null`,
        )
      : couldNotCheck(`The deployment does not answer (${answer.reason}).`);
  }
  const hsts = answer.headers.get('strict-transport-security') ?? '';
  const seconds = Number(/max-age=(\d+)/.exec(hsts)?.[1] ?? 0);
  return seconds >= LEAST_HSTS_SECONDS
    ? null
    : blocker(
        'Browsers are not told to stay with https: strict-transport-security is missing or too short.',
        'npm run deploy',
      );
}

/** Nothing listens on plain http, or it redirects to https. */
async function isPlainHttpShut(site: Site, host: string): Promise<boolean> {
  const plain = await site.ask(`http://${host}/`);
  return (
    !plain.answered ||
    ([301, 302, 307, 308].includes(plain.status) &&
      (plain.headers.get('location') ?? '').startsWith('https://'))
  );
}

export const tls = onSite({
  id: 'tls',
  looksAt: 'https, HSTS, and where plain http leads',
  async examine(site) {
    if (site.isLoopback) {
      return notApplicable('This is a loopback address: nothing leaves this machine.');
    }
    const { host, protocol } = new URL(site.origin);
    if (protocol !== 'https:') {
      return blocker(
        'The address is plain http: anybody who listens has the session, and browsers keep no cookie.',
        `npm run doctor -- --url https://${host}`,
      );
    }
    const fault = await faultOfHttps(site, host);
    if (fault) {
      return fault;
    }
    return (await isPlainHttpShut(site, host))
      ? ok('https with HSTS; plain http leads there or nowhere.')
      : warning(
          'Plain http is answered instead of redirected: a first request can be read and changed.',
          `curl -X PATCH "https://api.cloudflare.com/client/v4/zones/$ZONE_ID/settings/always_use_https" -H "authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'content-type: application/json' -d '{"value":"on"}'`,
        );
  },
});

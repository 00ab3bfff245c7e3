import { onSite } from '../check.ts';
import { blocker, couldNotCheck, ok } from '../finding.ts';

interface Demand {
  readonly header: string;
  readonly on: 'every answer' | 'the API';
  readonly holds: (value: string) => boolean;
  readonly what: string;
}

/** The content security policy as names and sources. */
function directives(policy: string): ReadonlyMap<string, string> {
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources.join(' ')];
    }),
  );
}

/** What the OWASP Secure Headers Project asks of pages without inline code. */
const DEMANDS: readonly Demand[] = [
  {
    header: 'content-security-policy',
    on: 'every answer',
    holds: (value) => directives(value).get('default-src') === "'none'",
    what: "content-security-policy with default-src 'none'",
  },
  {
    header: 'content-security-policy',
    on: 'every answer',
    holds: (value) => !/'unsafe-(inline|eval)'/.test(value),
    what: 'content-security-policy without unsafe-inline',
  },
  {
    header: 'content-security-policy',
    on: 'every answer',
    holds: (value) => directives(value).get('frame-ancestors') === "'none'",
    what: "frame-ancestors 'none'",
  },
  {
    header: 'x-content-type-options',
    on: 'every answer',
    holds: (value) => value === 'nosniff',
    what: 'x-content-type-options: nosniff',
  },
  {
    header: 'referrer-policy',
    on: 'every answer',
    holds: (value) => value === 'no-referrer',
    what: 'referrer-policy: no-referrer',
  },
  {
    header: 'cross-origin-opener-policy',
    on: 'every answer',
    holds: (value) => value === 'same-origin',
    what: 'cross-origin-opener-policy: same-origin',
  },
  {
    header: 'cache-control',
    on: 'the API',
    holds: (value) => value.includes('no-store'),
    what: 'cache-control: no-store',
  },
  {
    header: 'x-trace-id',
    on: 'the API',
    holds: (value) => /^[0-9a-f]{32}$/.test(value),
    what: 'x-trace-id',
  },
];

const PLACES = [
  ['/', ['every answer']],
  ['/api/health', ['every answer', 'the API']],
] as const;

export const headers = onSite({
  id: 'headers',
  looksAt: 'security headers of a page and of the API',
  async examine(site) {
    const lacks: string[] = [];
    for (const [path, kinds] of PLACES) {
      const answer = await site.ask(path);
      if (!answer.answered) {
        return couldNotCheck(`The deployment does not answer (${answer.reason}).`);
      }
      const unmet = DEMANDS.filter(
        ({ header, on, holds }) =>
          kinds.some((kind) => kind === on) && !holds(answer.headers.get(header) ?? ''),
      );
      lacks.push(...unmet.map(({ what }) => `${path} lacks ${what}`));
    }
    return lacks.length === 0
      ? ok(`All ${DEMANDS.length} demands on the headers are met.`)
      : blocker(
          `${lacks.join('; ')}. The Worker sends them all: something before it takes them away, or another version runs.`,
          'npm run deploy',
        );
  },
});

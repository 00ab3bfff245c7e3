import * as z from 'zod/mini';

import { onSite } from '../check.ts';
import { blocker, couldNotCheck, ok, warning } from '../finding.ts';
import { setVariable } from '../fix.ts';
import type { Site, SiteAnswer } from '../site.ts';

const HEALTH = '/api/health';
const READY = '/api/health/ready';

const Problem = z.object({
  error_code: z.string(),
  fields: z.optional(z.array(z.object({ path: z.string() }))),
});

/** The error code of a problem, or null when the answer is none. */
function problemIn(answer: SiteAnswer) {
  const read = answer.answered ? Problem.safeParse(answer.body) : null;
  return read?.success ? read.data : null;
}

const curl = (site: Site, path: string) => `curl -sSi ${site.origin}${path}`;

export const health = onSite({
  id: 'health',
  looksAt: 'whether the Worker runs: GET /api/health',
  async examine(site) {
    const answer = await site.ask(HEALTH);
    if (!answer.answered) {
      const start = site.isLoopback ? 'npm start' : 'npm run deploy';
      return blocker(`${site.origin} does not answer (${answer.reason}).`, start);
    }
    return answer.status === 200 && z.object({ ok: z.literal(true) }).safeParse(answer.body).success
      ? ok('The Worker answers.')
      : blocker(
          `GET ${HEALTH} answered ${answer.status}, which no Sallyport does.`,
          curl(site, HEALTH),
        );
  },
});

/** What is answered only by a Worker that has its variables. */
const BEYOND_CONFIG = new Set(['DATABASE_UNAVAILABLE', 'LIMITER_UNAVAILABLE']);
const CONFIG_CODES = new Set(['APP_ENC_KEY_MISSING', 'CONFIG_INCOMPLETE']);

/** A deployment hides its variables, but names those it refuses to work without. */
export const deployedVariables = onSite({
  id: 'deployed-variables',
  looksAt: 'which variables the deployment says it lacks',
  async examine(site, context) {
    const answer = await site.ask(READY);
    if (!answer.answered) {
      return couldNotCheck(`The deployment does not answer (${answer.reason}).`);
    }
    const problem = problemIn(answer);
    if (answer.status === 200 || (problem && BEYOND_CONFIG.has(problem.error_code))) {
      return ok('The deployment lacks no variable.');
    }
    if (!problem || !CONFIG_CODES.has(problem.error_code)) {
      return couldNotCheck(
        `GET ${READY} answered ${answer.status}, which says nothing of variables.`,
        curl(site, READY),
      );
    }
    const names = (problem.fields ?? []).map(({ path }) => path);
    return blocker(
      `The deployment refuses to work: ${names.join(', ')} absent or malformed.`,
      ...names.map((name) => setVariable(name, context)),
    );
  },
});

/** Without it nobody signs in: every attempt is counted before it is compared. */
export const limiter = onSite({
  id: 'limiter',
  looksAt: 'whether the limiter answers the Worker: GET /api/health/ready',
  async examine(site) {
    const answer = await site.ask(READY);
    const code = problemIn(answer)?.error_code;
    if (code === 'LIMITER_UNAVAILABLE') {
      return blocker(
        'The limiter does not answer, so every sign-in is refused.',
        site.isLoopback ? 'npm start' : 'npm run deploy',
      );
    }
    const isKnown = answer.answered && (answer.status === 200 || code === 'DATABASE_UNAVAILABLE');
    return isKnown
      ? ok('The limiter answers.')
      : couldNotCheck('The Worker does not come as far as its limiter.');
  },
});

export const reachedDatabase = onSite({
  id: 'reached-database',
  looksAt: 'whether the database answers the Worker: GET /api/health/ready',
  async examine(site, context) {
    const answer = await site.ask(READY);
    if (problemIn(answer)?.error_code === 'DATABASE_UNAVAILABLE') {
      return blocker(
        'The database does not answer the Worker: its address, role or password is wrong, or it is away.',
        setVariable('DATABASE_URL', context),
      );
    }
    return answer.answered && answer.status === 200
      ? ok('The database answers the Worker.')
      : couldNotCheck('The Worker does not come as far as its database.');
  },
});

export const apiReference = onSite({
  id: 'api-reference',
  looksAt: 'GET /api/openapi.json',
  async examine(site) {
    const path = '/api/openapi.json';
    const answer = await site.ask(path);
    if (!answer.answered) {
      return couldNotCheck(`The deployment does not answer (${answer.reason}).`);
    }
    const read = z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) });
    const document = read.safeParse(answer.body);
    return document.success
      ? ok(`The API describes ${Object.keys(document.data.paths).length} paths.`)
      : warning(`GET ${path} answered ${answer.status} and no OpenAPI document.`, 'npm run deploy');
  },
});

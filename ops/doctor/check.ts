import { DatabaseProblem, type Database } from './database.ts';
import { couldNotCheck, type Finding } from './finding.ts';
import { MIGRATE } from './fix.ts';
import type { Site } from './site.ts';
import type { Probe } from './probe.ts';

/** Variables as they were found, and how one of them is set. */
export interface Variables {
  readonly values: Readonly<Record<string, string>>;
  /** The names that stand in the file. */
  readonly inFile: readonly string[];
  /** `.dev.vars`, or another one that was asked for. */
  readonly file: string;
}

/** What is examined; null is what nobody has given. */
export interface Context {
  readonly variables: Variables | null;
  readonly site: Site | null;
  /** As the Worker's own role. */
  readonly database: Database | null;
  /** As the owner, for what the Worker's role may not see. */
  readonly owner: Database | null;
  /** A sign-in with a throw-away account; made once, and only when it was asked for. */
  readonly probe: (() => Promise<Probe>) | null;
  /** What runs here under `npm start`, which fills in whatever a developer has not set. */
  readonly isLocalStack: boolean;
}

export interface Check {
  readonly id: string;
  readonly looksAt: string;
  /** @throws DatabaseProblem when the database does not answer it. */
  examine(context: Context): Promise<Finding>;
}

/** What a check is made of: its name, and what it does with the part of the context it needs. */
type Examining<Part> = Pick<Check, 'id' | 'looksAt'> & {
  readonly examine: (part: Part, context: Context) => Finding | Promise<Finding>;
};

/** A check that needs one part of the context, and says how to give it when it is not there. */
function needing<Name extends keyof Context>(part: Name, sentence: string, ...fix: string[]) {
  return ({ id, looksAt, examine }: Examining<NonNullable<Context[Name]>>): Check => ({
    id,
    looksAt,
    async examine(context) {
      const given = context[part];
      return given ? await examine(given, context) : couldNotCheck(sentence, ...fix);
    },
  });
}

export const onVariables = needing(
  'variables',
  'A deployment does not show its variables.',
  'npm run doctor -- --vars .dev.vars',
);

export const onSite = needing(
  'site',
  'No deployment was named and none runs here.',
  'npm run doctor -- --url https://…',
);

export const onDatabase = needing(
  'database',
  'The database was not named.',
  'DATABASE_URL=… npm run doctor -- --url https://…',
);

export const onOwner = needing(
  'owner',
  "Only the owner's role may see this.",
  'OWNER_DATABASE_URL=… npm run doctor -- --url https://…',
);

export const onProbe = needing(
  'probe',
  'This needs a sign-in with a throw-away account.',
  'npm run doctor -- --sign-in',
);

/** Runs the checks one after the other. One that breaks off never counts as well. */
export async function examineAll(
  checks: readonly Check[],
  context: Context,
): Promise<readonly (Pick<Check, 'id' | 'looksAt'> & Finding)[]> {
  const findings = [];
  for (const check of checks) {
    const { id, looksAt } = check;
    findings.push({ id, looksAt, ...(await findingOf(check, context)) });
  }
  return findings;
}

async function findingOf(check: Check, context: Context): Promise<Finding> {
  try {
    return await check.examine(context);
  } catch (error) {
    if (error instanceof DatabaseProblem) {
      return couldNotCheck(error.message, ...(error.lacksMigration ? [MIGRATE] : []));
    }
    throw error;
  }
}

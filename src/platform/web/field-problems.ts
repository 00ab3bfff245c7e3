import type { FieldProblem } from '../result.ts';

/** As much of a schema's complaint as is shown. */
export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

const MAX_PROBLEMS = 20;
const MAX_NAME_LENGTH = 64;

/** Where a body is wrong, field by field. Values are never repeated; names are cut short. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  const found = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? (issue.keys ?? []).map((key) => [key, 'This field is not known.'] as const)
      : [[issue.path.map(String).join('.'), issue.message] as const],
  );
  // The first complaint about a field is the one to mend first; Map keeps the last, so it is filled backwards.
  return [...new Map(found.toReversed())]
    .toReversed()
    .slice(0, MAX_PROBLEMS)
    .map(([path, message]) => ({ path: path.slice(0, MAX_NAME_LENGTH).toWellFormed(), message }));
}

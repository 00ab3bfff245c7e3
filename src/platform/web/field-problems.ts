import type { FieldProblem } from '../result.ts';

/** As much of a schema's complaint as is shown. */
export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  /** What kind of value is too long or too short, and how long it may be. */
  readonly origin?: string | undefined;
  readonly maximum?: number | bigint | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const MAX_PROBLEMS = 20;
const MAX_NAME_LENGTH = 64;

/** Where a body is wrong, field by field. Values are never repeated; names are cut short. */
export function fieldProblems(issues: readonly Issue[]): FieldProblem[] {
  const found = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? (issue.keys ?? []).map((key) => [key, { message: 'This field is not known.' }] as const)
      : [[issue.path.map(String).join('.'), complaint(issue)] as const],
  );
  // The first complaint about a field is the one to fix first; Map keeps the last, so it is filled backwards.
  return [...new Map(found.toReversed())]
    .toReversed()
    .slice(0, MAX_PROBLEMS)
    .map(([path, said]) =>
      Object.assign(said, { path: path.slice(0, MAX_NAME_LENGTH).toWellFormed() }),
    );
}

/** The sentence, and the number in it for showing it in another language. */
function complaint(issue: Issue): Omit<FieldProblem, 'path'> {
  const { message } = issue;
  const maximum = longestText(issue);
  return maximum === null ? { message } : { message, maximum };
}

/** How long a text may be, when the complaint is that it is longer. */
function longestText({ code, origin, maximum, params }: Issue): number | null {
  const longest = code === 'too_big' && origin === 'string' ? maximum : params?.['maximum'];
  return typeof longest === 'number' ? longest : null;
}

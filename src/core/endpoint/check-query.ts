import { fail, ok, type Result } from '../../platform/result.ts';
import type { Endpoint } from './endpoint.ts';
import { requestErrors } from '../../platform/web/errors.ts';
import { fieldProblems } from '../../platform/web/field-problems.ts';

/** The query of a GET against its contract; one that has none takes none into account. */
export function checkQuery(spec: Pick<Endpoint, 'query'>, given: URLSearchParams): Result<unknown> {
  if (!spec.query) {
    return ok(null);
  }
  const names = [...given.keys()];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const checked = spec.query.safeParse(Object.fromEntries(given));
  if (checked.success && twice.length === 0) {
    return ok(checked.data);
  }
  const fields = checked.success
    ? twice.map((path) => ({ path: path.slice(0, 64), message: 'Send this once.' }))
    : fieldProblems(checked.error.issues);
  return fail(requestErrors.INVALID_REQUEST, 'query', { fields });
}

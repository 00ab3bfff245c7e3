import { page } from '../../documents.ts';
import type { ErrorTable } from '../../platform/errors.ts';
import { indexErrors, problemList, problemPage } from './problem-page.ts';

/** One page for each error in `tables`. */
export function problems(tables: readonly ErrorTable[]) {
  const index = indexErrors(tables);
  return {
    name: 'problems',
    errors: [],
    routes: [
      page('/problems', () => problemList(index)),
      page('/problems/:name', (slug) => problemPage(index, slug)),
    ],
  };
}

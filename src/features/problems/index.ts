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
      page('/problems', async (reading) => await problemList(index, reading)),
      page('/problems/:name', async (reading) => await problemPage(index, reading)),
    ],
  };
}

import { page } from '../../documents.ts';
import type { ErrorTable } from '../../platform/errors.ts';

/** One page for each error in `tables`; what draws them loads when the first is read. */
export function problems(tables: readonly ErrorTable[]) {
  return {
    name: 'problems',
    errors: [],
    routes: [
      page('/problems', async (reading) => {
        const { indexErrors, problemList } = await import('./problem-page.ts');
        return await problemList(indexErrors(tables), reading);
      }),
      page('/problems/:name', async (reading) => {
        const { indexErrors, problemPage } = await import('./problem-page.ts');
        return await problemPage(indexErrors(tables), reading);
      }),
    ],
  };
}

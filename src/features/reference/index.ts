import { builtRoute } from '../../documents.ts';
import { openApi, referencePaths } from './contract.ts';

/** The reference is written by scripts/reference when the Worker is built, from the routes themselves. */
export const reference = {
  name: 'reference',
  errors: [],
  pages: referencePaths,
  routes: [builtRoute(openApi, '/openapi.json')],
};

import { lazyRoute } from '../../http.ts';
import { completePrompt } from './contract.ts';

export const languageModel = {
  name: 'llm',
  errors: [],
  routes: [
    lazyRoute(
      completePrompt,
      async () => await import('./complete.ts'),
      async ({ complete }, { deps, client, signedIn, body }) =>
        await complete(deps, client, signedIn.account.id, body),
    ),
  ],
};

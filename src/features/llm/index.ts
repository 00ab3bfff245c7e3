import { route } from '../../http.ts';
import { complete } from './complete.ts';
import { completePrompt } from './contract.ts';

export const languageModel = {
  name: 'llm',
  errors: [],
  routes: [
    route(
      completePrompt,
      async ({ deps, caller, signedIn, body }) =>
        await complete(deps, caller, signedIn.account.id, body),
    ),
  ],
};

import { route } from '../../http.ts';
import { ok } from '../../platform/result.ts';
import { publishedKeys } from './contract.ts';

export const accessTokens = {
  name: 'access-tokens',
  errors: [],
  routes: [
    route(publishedKeys, async ({ deps }) =>
      ok({ keys: [...(deps.config.ACCESS_TOKEN_KEYS ?? [])] }),
    ),
  ],
};

import { lazyRoute } from '../../http.ts';
import { regenerateBackupCodes } from './contract.ts';

export const backupCodes = {
  name: 'backup-codes',
  errors: [],
  routes: [
    lazyRoute(
      regenerateBackupCodes,
      async () => await import('./regenerate.ts'),
      async ({ regenerate }, { deps, client, signedIn, body }) =>
        await regenerate(deps, client, signedIn, body.code),
    ),
  ],
};

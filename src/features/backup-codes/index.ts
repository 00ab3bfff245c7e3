import { route } from '../../http.ts';
import { regenerateBackupCodes } from './contract.ts';
import { regenerate } from './regenerate.ts';

export const backupCodes = {
  name: 'backup-codes',
  errors: [],
  routes: [
    route(
      regenerateBackupCodes,
      async ({ deps, caller, signedIn, body }) =>
        await regenerate(deps, caller, signedIn, body.code),
    ),
  ],
};

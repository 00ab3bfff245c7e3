import { redirect, textFile } from '../../documents.ts';
import { sharedPaths } from './contract.ts';
import { securityText } from './security-text.ts';

const SECURITY = '/settings/security';

/** Pages of no single feature, and what programs look for at fixed places. */
export const pages = {
  name: 'pages',
  errors: [],
  pages: sharedPaths,
  routes: [
    redirect('/settings', () => SECURITY),
    redirect('/account/security', () => SECURITY),
    textFile('/.well-known/security.txt', securityText),
  ],
};

import { ASVS, clause, type Claim } from '../claim.ts';
import { searchSources } from '../search-sources.ts';

/** Names of hosted sign-in products and of their edge functions. */
const HOSTED = String.raw`supabase|functions\.invoke|/functions/v1|auth0|clerk\.|firebase|cognito-idp`;

/** The pages send requests only to the Worker that served them. */
export const noHostedAuthCalls: Claim = {
  id: 'no-hosted-auth-calls',
  title: 'The pages call no hosted sign-in product and no edge function of such a product.',
  shows:
    'The sources of the pages and the Worker are searched for the names of such products and the ways to call them.',
  group: 'Sources and history',
  clauses: clause(ASVS, '14.2.3'),
  needs: ['git'],
  run(context) {
    searchSources(context, {
      script: 'scripts/no-supabase-edge.sh',
      pattern: HOSTED,
      folders: ['src', 'web'],
      isBad: () => true,
      bad: 'any match',
      sentence: 'No hosted sign-in product is called',
    });
    return Promise.resolve();
  },
};

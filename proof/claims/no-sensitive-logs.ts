import { ASVS, clause, type Claim } from '../claim.ts';
import { runScript } from '../search-sources.ts';

const SCRIPT = 'scripts/no-sensitive-logs.sh';

/** One place decides what a log line can contain. */
export const noSensitiveLogs: Claim = {
  id: 'no-sensitive-logs',
  title:
    'No logging call in the product names a password, a secret, a code, a token or a phone number.',
  shows:
    'A guard script of the repository reads every source file of the Worker and the pages. It checks the names among the arguments of each logging call, and any other way to reach a logger. Its output shows what it searches for and what it found, so that a reader can judge it.',
  group: 'Sources and history',
  clauses: clause(ASVS, '16.2.5', '14.2.4'),
  needs: ['git'],
  run(context) {
    const said = runScript(context, SCRIPT);
    const read = /read (\d+) files/.exec(said ?? '')?.[1] ?? '0';
    context.check('There is something to search', Number(read) > 0, `${read} files`);
    return Promise.resolve();
  },
};

import { clause, ASVS, type Claim } from '../claim.ts';
import { searchSources } from '../search-sources.ts';

/** Calls that write a line, and words that must not be in them. */
const LOGGING = String.raw`(console\.(log|info|warn|error|debug|trace)|log\.write|process\.(stdout|stderr)\.write)\(`;
const SENSITIVE =
  /passw|secret|token|cookie|authorization|otp|backup|\bcode\b|phone|email|\bkey\b|body|headers/i;

/** What a line can hold is decided in one place. */
export const noSensitiveLogs: Claim = {
  id: 'no-sensitive-logs',
  title:
    'No call that writes a log line in the product names a password, a secret, a code, a token or a number.',
  shows:
    'Every logging call in the sources of the Worker and the pages is listed and searched for sensitive words. The patterns are shown, so that a reader can judge them.',
  group: 'Sources and history',
  clauses: clause(ASVS, '16.2.5', '14.2.4'),
  needs: ['git'],
  run(context) {
    searchSources(context, {
      script: 'scripts/no-sensitive-logs.sh',
      pattern: LOGGING,
      folders: ['src', 'web'],
      isBad: (line) => SENSITIVE.test(line),
      bad: `matches ${String(SENSITIVE)}`,
      sentence: 'No logging call names something sensitive',
    });
    return Promise.resolve();
  },
};

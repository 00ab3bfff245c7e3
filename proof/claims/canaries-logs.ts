import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { describePatterns, findPatterns, patternsOf, plantCanaries } from '../canaries.ts';
import { ASVS, clause, type Claim } from '../claim.ts';

const SHOWN_LINES = 12;
/** Output of workerd reaches the file a moment later. */
const FLUSH_MILLISECONDS = 700;

/** Many people read logs, and logs are kept for a long time. */
export const canariesLogs: Claim = {
  id: 'canaries-logs',
  title:
    'No log line contains a secret, an e-mail address or a phone number of a person, in any common form.',
  shows:
    'A person uses every feature that has a secret. Then every line that the Worker logged is searched for those secrets and for the person’s e-mail address and phone number. As a control, one secret is planted in a copy of the log, and the same search must find it.',
  group: 'Secrets at rest',
  clauses: clause(ASVS, '16.2.5', '14.2.4'),
  needs: ['logs'],
  when: 'last',
  async run(context) {
    const { canaries, mailed, email, number } = await plantCanaries(context);
    await sleep(FLUSH_MILLISECONDS);
    const all = [
      ...canaries,
      ...mailed,
      { name: 'e-mail address', value: email },
      { name: 'phone number', value: number.slice(1) },
    ];
    const log = readFileSync(context.deployment.logFile ?? '', 'utf8');
    const lines = log.split('\n').filter(Boolean);
    const found = findPatterns(log, patternsOf(all));
    context.evidence.text(
      'canaries.txt',
      { title: 'The secrets searched for, by name and form' },
      describePatterns(all),
    );
    context.evidence.text(
      'log.txt',
      { title: `The newest ${SHOWN_LINES} of ${lines.length} lines` },
      lines.slice(-SHOWN_LINES).join('\n'),
    );
    const requests = lines.filter((line) => fieldsOf(line).includes('route'));
    context.check(
      'There are log lines of requests to search',
      requests.length > 0,
      `${requests.length} of ${lines.length} lines are of a request`,
    );
    context.check(
      `0 of ${all.length} canaries in ${lines.length} lines`,
      found.length === 0,
      found
        .map(({ canary, name }) => `${canary} (${name})`)
        .slice(0, 5)
        .join('; ') || 'none found',
    );
    const [canary] = canaries;
    const planted = `${log}\n{"note":"${canary?.value}"}`;
    context.check(
      'The same search finds a secret planted in a copy',
      canary !== undefined && findPatterns(planted, patternsOf([canary])).length > 0,
      'found',
    );
    const strays = requests.filter((line) => !fieldsOf(line).every((name) => FIELDS.has(name)));
    context.check(
      'Every log line of a request has the known fields and no others',
      strays.length === 0,
      strays.slice(0, 2).join(' ') || `${requests.length} lines`,
    );
  },
};

const FIELDS: ReadonlySet<string> = new Set([
  'trace_id',
  'method',
  'route',
  'status',
  'duration_ms',
  'db_round_trips',
]);

/** The field names of a log line of the product; output of workerd itself has none. */
function fieldsOf(line: string): string[] {
  try {
    const said: unknown = JSON.parse(line);
    return said !== null && typeof said === 'object' ? Object.keys(said) : [];
  } catch {
    return [];
  }
}

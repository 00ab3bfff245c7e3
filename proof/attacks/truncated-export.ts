import { exportFile, exportFormats, fillTrail, makeAdmin, type Arrived } from '../cut-export.ts';
import type { Answer } from '../client/api-client.ts';
import { nothingOf, type Attack } from './attack.ts';

/** The transfer as an answer for the tally: a transfer that broke off counts as blocked. */
function answerOf({ status, traceId, text }: Arrived): Answer {
  const headers = new Headers({ 'x-trace-id': traceId });
  const errorCode = status === 0 ? 'BROKEN_OFF' : status === 403 ? 'FORBIDDEN' : null;
  return { status, headers, body: {}, text, errorCode, milliseconds: 0 };
}

export const truncatedExport: Attack = {
  id: 'truncated-export',
  scenario:
    'An ADMIN is signed out during an export of the audit trail, in each format, so that a program that only checks how the transfer ended takes a part for the whole.',
  policy:
    'README, the audit trail: a file is refused, broken off on the wire, or has a last line that only a whole file has',
  countedBy: 'transfers that were refused or broke off; complete files have their last line',
  blocks: ['FORBIDDEN', 'NOT_AUTHENTICATED', 'BROKEN_OFF'],
  mostTries: 12,
  async run({ accounts, database, size }, tally) {
    const actor = await fillTrail(database);
    let [blocked, passed] = [0, 0];
    const refusals: string[] = [];
    for (const format of exportFormats) {
      for (let round = 0; round < size(3, 1); round += 1) {
        const reader = await accounts.enrol();
        await makeAdmin(database, reader);
        const query = format === 'chain' ? 'format=chain' : `format=${format}&actor=${actor}`;
        let arrived: Arrived | null = null;
        await tally.send(async () => {
          arrived = await exportFile(
            reader,
            query,
            database,
            async () =>
              await database('update auth_sessions set revoked_at = now() where user_id = $1', [
                reader.id,
              ]),
          );
          return answerOf(arrived);
        });
        const { status = 0, end = null } = (arrived ?? {}) as Partial<Arrived>;
        blocked += status === 200 ? 0 : 1;
        passed += status === 200 && end === null ? 1 : 0;
        const recorded = await database(
          `select id::text from security_audit_logs where actor_id = $1 and action = 'audit.export_refused'`,
          [reader.id],
        );
        refusals.push(...recorded.map(({ id }) => String(id)));
      }
    }
    return {
      bound: nothingOf(null),
      evaluated: blocked,
      successes: passed,
      rows: refusals,
      notes: [`${blocked} of ${tally.tries.length} transfers were refused or broke off.`],
    };
  },
};

import { verifyChain } from '../../../src/core/audit/chain/verify.ts';
import { sealLimits } from '../../../src/core/audit/limits.ts';
import { readPublished } from '../../audit/heads.ts';
import { onDatabase, onSite, type Context } from '../check.ts';
import { blocker, couldNotCheck, ok, warning } from '../finding.ts';

const HEADS = '/.well-known/audit-heads';

async function published({ site }: Pick<Context, 'site'>) {
  const answer = await site?.ask(HEADS);
  return answer?.answered && answer.status === 200 ? readPublished(answer.body) : null;
}

/** What history is held against: there, unbroken, and signed by the keys that come with it. */
export const auditHeads = onSite({
  id: 'audit-heads',
  looksAt: `signed heads of the audit trail: GET ${HEADS}`,
  async examine(site) {
    const witness = await published({ site });
    if (!witness) {
      return couldNotCheck('The deployment shows no heads.', `curl -sSi ${site.origin}${HEADS}`);
    }
    const { heads } = witness;
    const { finding } = await verifyChain([], { ...witness, isPart: true });
    if (finding) {
      const verify = `npm run audit:verify -- --database-url "$OWNER_DATABASE_URL" --heads ${site.origin}${HEADS}`;
      return blocker(finding.detail, verify);
    }
    const newest = heads.at(-1);
    return newest
      ? ok(`${heads.length} heads, each signed; the newest counts ${newest.size} seals.`)
      : warning(
          `No head is signed yet; the first one comes within ${sealLimits.headSeconds / 60} minutes of the first event.`,
          'npm run doctor',
        );
  },
});

/** Cron comes every five minutes; two turns missed are no accident. */
const LATE_SECONDS = 600;

const LATE_WORK = `
  select
    (select count(*) from security_audit_waiting
     where log_occurred_at < now() - make_interval(secs => $1))::int as unsealed,
    (select count(*) from security_audit_seals
     where seq > $2 and log_occurred_at < now() - make_interval(secs => $1))::int as unsigned,
    (select count(*) from mail_outbox where state in ('queued', 'failed') and expires_at > now()
     and next_attempt_at < now() - make_interval(secs => $1))::int as mails,
    (to_regclass('security_audit_logs_' ||
      to_char(now() at time zone 'UTC' + interval '1 month', 'YYYY_MM')) is null)::int as unmade`;

const WAITING: Readonly<Record<string, string>> = {
  unsealed: 'rows of the audit trail without a seal',
  unsigned: 'seals that no head counts',
  mails: 'e-mails that are due',
  unmade: 'month of the audit trail to be made',
};

/** What only scheduled work takes away shows whether it runs. */
export const cron = onDatabase({
  id: 'cron',
  looksAt: 'work that waits for the scheduled run: seals, tree heads, e-mails, the next month',
  async examine(database, context) {
    const witness = await published(context);
    const signed = witness ? sizeOf(witness) : Number.MAX_SAFE_INTEGER;
    const [late = {}] = await database.query(LATE_WORK, [LATE_SECONDS, signed]);
    const said = Object.entries(WAITING)
      .filter(([name]) => Number(late[name]) > 0)
      .map(([name, what]) => `${Number(late[name])} ${what}`);
    return said.length === 0
      ? ok('Nothing waits for the scheduled run.')
      : blocker(
          `The scheduled run does not come, or fails: ${said.join(', ')} for more than ${LATE_SECONDS / 60} minutes.`,
          context.isLocalStack ? 'npm start' : 'npx wrangler triggers deploy',
        );
  },
});

/** How many seals the newest head counts. */
function sizeOf({ heads }: NonNullable<Awaited<ReturnType<typeof published>>>): number {
  return heads.at(-1)?.size ?? 0;
}

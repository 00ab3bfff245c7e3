import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

import { readSeals } from '../../ops/audit/read-chain.ts';
import { verifyChain } from '../../src/core/audit/chain/verify.ts';
import type { Seal } from '../../src/core/audit/chain/finding.ts';
import { ASVS, clause, type Claim } from '../claim.ts';
import type { Context } from '../context.ts';
import { withOneChangedRow } from '../change-a-row.ts';

const VERIFIER = join(import.meta.dirname, '../../ops/audit/verify.ts');

/** The audit trail cannot be changed without detection. */
export const auditChain: Claim = {
  id: 'audit-chain',
  title:
    'Every event is sealed into a hash chain that matches the signed tree heads, and the verifier names a changed row.',
  shows:
    'A person signs in, and the event is recorded and sealed. The verifier of the repository (npm run audit:verify) recomputes the whole chain and compares it with the published signed tree heads. Then one word of the newest row is changed in a copy of the newest seals, and the verifier must name that row.',
  group: 'The audit trail',
  clauses: [
    ...clause(ASVS, '16.3.1', '16.4.2'),
    ...clause('RFC 6962', '2.1'),
    ...clause('RFC 8032', '5.1'),
  ],
  needs: ['database'],
  when: 'alone',
  async run(context) {
    const { id } = await context.accounts.signIn();
    const waited = await untilSealed(context, id);
    context.check(
      `The sign-in is recorded and sealed within ${DEADLINE_MILLISECONDS / 1000} seconds`,
      waited !== null,
      waited === null ? 'not sealed' : `after ${waited} ms`,
    );
    await context.run.tick?.();
    await context.sql(
      'The rows of the person in the trail, with their seals',
      `select seq, occurred_at, action, outcome, ip, left(hash, 16) || '…' as hash from security_audit_trail where actor_id = $1 order by seq`,
      [id],
    );
    const { appUrl, databaseUrl = '' } = context.deployment;
    const heads = `${appUrl}/.well-known/audit-heads`;
    const verified = await promisify(execFile)(process.execPath, [VERIFIER, '--heads', heads], {
      env: { ...process.env, DATABASE_URL: databaseUrl },
    }).then(
      ({ stdout }) => ({ ok: true, text: stdout.trim() }),
      (error: { stdout?: string; message: string }) => ({
        ok: false,
        text: error.stdout?.trim() || error.message,
      }),
    );
    context.evidence.text(
      'audit-verify.txt',
      { title: 'The output of the verifier' },
      `$ npm run audit:verify -- --heads ${heads}\n${verified.text}`,
    );
    context.check(
      'The whole chain matches its rows and the published signed tree heads',
      verified.ok,
      verified.text,
    );
    await tamperWithCopy(context);
  },
};

/** Sealing takes about a second; a busy machine needs longer. */
const DEADLINE_MILLISECONDS = 60_000;

async function untilSealed(context: Context, id: string): Promise<number | null> {
  const begun = Date.now();
  while (Date.now() - begun < DEADLINE_MILLISECONDS) {
    const [row] = await context.rows(
      `select count(*)::int as rows, count(hash)::int as sealed from security_audit_trail where actor_id = $1`,
      [id],
    );
    if (Number(row?.['rows']) > 0 && row?.['rows'] === row?.['sealed']) {
      return Date.now() - begun;
    }
    await sleep(100);
  }
  return null;
}

/** How many of the newest seals the copy has. */
const NEWEST = 2000;

async function tamperWithCopy(context: Context) {
  const [newest] = await context.rows(
    'select coalesce(max(seq), 0)::int as seq from security_audit_seals',
  );
  const client = new Client({ connectionString: context.deployment.databaseUrl });
  await client.connect();
  const seals: Seal[] = [];
  try {
    const from = Math.max(1, Number(newest?.['seq']) - NEWEST + 1);
    for await (const seal of readSeals(client, { from })) {
      seals.push(seal);
    }
  } finally {
    await client.end();
  }
  const { copy, logId } = withOneChangedRow(seals);
  const { finding } = await verifyChain(copy, { heads: [], keys: [], isPart: true });
  context.check(
    'When one address in a copy is changed, the verifier names that row',
    logId !== null && finding?.logId === logId,
    logId === null
      ? `none of the newest ${seals.length} seals has a row that could be changed`
      : finding
        ? `${finding.kind} at seal ${finding.seq}: ${finding.detail}`
        : 'nothing found',
  );
}

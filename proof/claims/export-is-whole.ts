import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import { ASVS, clause, type Claim } from '../claim.ts';
import { exportFile, exportFormats, fillTrail, makeAdmin } from '../cut-export.ts';

const VERIFIER = join(import.meta.dirname, '../../ops/audit/verify.ts');

/** A part of the audit trail cannot be mistaken for the whole. */
export const exportIsWhole: Claim = {
  id: 'export-is-whole',
  title: 'An incomplete export of the audit trail never looks complete, on the wire or as a file.',
  shows:
    'An ADMIN exports the audit trail in each format and is signed out during the export. The answer must be refused, be shorter than announced, or be complete with its last line. The verifier of the repository must accept a complete file, and refuse the same file without its last line or without its second line.',
  group: 'The audit trail',
  clauses: [...clause(ASVS, '16.4.2'), ...clause('RFC 9112', '8')],
  needs: ['database'],
  when: 'alone',
  async run(context) {
    const rows = async (statement: string, values: readonly unknown[] = []) =>
      await context.rows(statement, values);
    const actor = await fillTrail(rows);
    const ended = 'update auth_sessions set revoked_at = now() where user_id = $1';
    let broken = 0;
    for (const format of exportFormats) {
      const reader = await context.accounts.enrol();
      await makeAdmin(rows, reader);
      const query = format === 'chain' ? 'format=chain' : `format=${format}&actor=${actor}`;
      const arrived = await exportFile(
        reader,
        query,
        rows,
        async () => await rows(ended, [reader.id]),
      );
      broken += arrived.status === 200 ? 0 : 1;
      const seen = arrived.status === 0 ? 'the transfer broke off' : `status ${arrived.status}`;
      const isHonest = arrived.status !== 200 || arrived.end !== null;
      context.check(`A ${format} export that was cut off does not look complete`, isHonest, seen);
    }
    context.check('At least one export was cut off', broken > 0, `${broken} of 3`);
    const reader = await context.accounts.enrol();
    await makeAdmin(rows, reader);
    const { text, end } = await exportFile(reader, `format=csv&actor=${actor}`, rows);
    context.check(
      'A complete file states its rows, their numbers and its SHA-256',
      end !== null,
      JSON.stringify(end),
    );
    const lines = text.trimEnd().split('\r\n');
    for (const [name, kept, isGood] of [
      ['the complete file', lines, true],
      ['the file without its last line', lines.slice(0, -1), false],
      ['the file without its second line', lines.filter((_, index) => index !== 1), false],
    ] as const) {
      const said = await verify(kept.map((line) => `${line}\r\n`).join(''));
      context.evidence.text(
        'verify.txt',
        { title: `The output of the verifier for ${name}` },
        said.text,
      );
      context.check(
        `The verifier ${isGood ? 'accepts' : 'refuses'} ${name}`,
        said.isGood === isGood,
        said.text,
      );
    }
  },
};

async function verify(text: string): Promise<{ text: string; isGood: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-proof-'));
  const file = join(folder, 'export.csv');
  writeFileSync(file, text, { mode: 0o600 });
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFIER, '--file', file]);
    return { text: stdout.trim(), isGood: true };
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    return { text: said.trim(), isGood: false };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

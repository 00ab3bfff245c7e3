import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Bound } from './attack.ts';
import { isRepelled, type AttackReport, type RunReport } from './run-attacks.ts';

const HEADINGS = ['attack', 'tries', 'evaluated', 'first block', 'got', 'verdict'] as const;

/** `3 of at most 5`; a dash when it is unknown. */
function against(count: number, limit: number | null | undefined): string {
  if (limit === undefined) {
    return '–';
  }
  return limit === null ? String(count) : `${count} of at most ${limit}`;
}

function gotOf(successes: number, bound: Bound | null): string {
  if (!bound) {
    return '–';
  }
  return bound.exactly
    ? `${successes} (must be ${bound.successes})`
    : against(successes, bound.successes);
}

/** The cells of one attack in the table. */
export function cellsOf(report: AttackReport): readonly string[] {
  const { attack, tries, evaluated, successes, firstBlock, bound, verdict } = report;
  return [
    attack.id,
    String(tries),
    against(evaluated, bound ? bound.evaluated : undefined),
    firstBlock
      ? `try ${firstBlock.number}: ${firstBlock.errorCode} after ${firstBlock.milliseconds} ms`
      : 'none needed',
    gotOf(successes, bound),
    verdict,
  ];
}

/** The table for a terminal, with its columns aligned. */
export function tableOf(reports: readonly AttackReport[]): string {
  const lines = [HEADINGS, ...reports.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((cells) => (cells[column] ?? '').length)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The last line: the verdict of the run. */
export function verdictOf(run: RunReport): string {
  const bad = run.attacks.filter(({ verdict }) => verdict !== 'held');
  return isRepelled(run)
    ? `All ${run.attacks.length} attacks got no more than their bound.`
    : bad
        .map(({ attack, verdict, notes }) => `${attack.id}: ${verdict}. ${notes.join(' ')}`)
        .join('\n');
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const code = (ids: readonly string[]) => ids.map((id) => `\`${id}\``).join(' ') || 'none';

/** The report for a person: the table, then each attack with its scenario, its bound and its evidence. */
export function markdownOf(run: RunReport): string {
  return [
    '# Attacks',
    '',
    `On ${run.appUrl}, from ${run.beganAt} to ${run.endedAt}. Seed \`${run.seed}\`: \`npm run attack -- --seed ${run.seed}\` repeats it.`,
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...run.attacks.map((report) => row(cellsOf(report))),
    '',
    verdictOf(run),
    ...(run.leftovers.length > 0
      ? ['', `${run.leftovers.length} accounts could not be removed.`]
      : []),
    ...run.attacks.flatMap(sectionOf),
    '',
  ].join('\n');
}

function sectionOf({ attack, notes, traceIds, rows, milliseconds }: AttackReport): string[] {
  return [
    '',
    `## ${attack.id}`,
    '',
    attack.scenario,
    '',
    `- Policy: ${attack.policy}.`,
    `- Counted by: ${attack.countedBy}.`,
    ...notes.map((note) => `- ${note}`),
    `- It took ${(milliseconds / 1000).toFixed(1)} s.`,
    `- Trace ids: ${code(traceIds)}`,
    `- Rows: ${code(rows)}`,
  ];
}

/** The report for a program, as JSON. */
export function jsonOf(run: RunReport): string {
  const attacks = run.attacks.map((report) => ({
    id: report.attack.id,
    scenario: report.attack.scenario,
    policy: report.attack.policy,
    counted_by: report.attack.countedBy,
    verdict: report.verdict,
    tries: report.tries,
    evaluated: report.evaluated,
    successes: report.successes,
    bound: report.bound,
    first_block: report.firstBlock && {
      try: report.firstBlock.number,
      error_code: report.firstBlock.errorCode,
      after_ms: report.firstBlock.milliseconds,
    },
    evidence: { trace_ids: report.traceIds, rows: report.rows },
    notes: report.notes,
    duration_ms: report.milliseconds,
  }));
  const { seed, appUrl, beganAt, endedAt, leftovers } = run;
  const about = { held: isRepelled(run), seed, app_url: appUrl, began_at: beganAt };
  return `${JSON.stringify({ ...about, ended_at: endedAt, leftovers, attacks }, null, 2)}\n`;
}

/** Writes both under `attack-<time>` and returns that folder. */
export function writeReport(run: RunReport, directory: string): string {
  const folder = join(directory, `attack-${run.beganAt.replaceAll(/[:.]/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'attack.json'), jsonOf(run));
  writeFileSync(join(folder, 'attack.md'), markdownOf(run));
  return folder;
}

import type { examineAll, Context } from './check.ts';
import type { Result } from './finding.ts';

type Findings = Awaited<ReturnType<typeof examineAll>>;
type Seen = Findings[number];

/** In the order in which somebody wants to read them. */
const GROUPS: readonly { result: Result; sign: string; colour: number; title: string }[] = [
  { result: 'blocker', sign: '✗', colour: 31, title: 'Blockers' },
  { result: 'warning', sign: '!', colour: 33, title: 'Warnings' },
  { result: 'could-not-check', sign: '?', colour: 36, title: 'Could not be checked' },
  { result: 'ok', sign: '✓', colour: 32, title: 'In order' },
  { result: 'not-applicable', sign: '–', colour: 90, title: 'Not applicable' },
];

/** Whether nothing stands in the way. */
export function isSound(findings: Findings): boolean {
  return findings.every(({ result }) => result !== 'blocker');
}

/** What was looked at, without secrets. */
export function placesOf({ site, database, owner, variables }: Context): string[] {
  return [
    ...(variables ? [`variables of the environment and ${variables.file}`] : []),
    ...(site ? [site.origin] : []),
    ...(database ? [database.place] : []),
    ...(owner ? [owner.place] : []),
  ];
}

/** For a terminal. */
export function describe(findings: Findings, places: readonly string[], colours: boolean): string {
  const coloured = (colour: number, text: string) =>
    colours ? `\u001B[${colour}m${text}\u001B[0m` : text;
  const width = Math.max(...findings.map(({ id }) => id.length));
  const groups = GROUPS.flatMap(({ result, sign, colour, title }) => {
    const those = findings.filter((seen) => seen.result === result);
    const lines = result === 'could-not-check' ? together(those) : those.map(alone(width));
    const signed = lines.map((line) => `  ${coloured(colour, sign)} ${line}`).join('\n');
    return those.length === 0
      ? []
      : `${coloured(colour, `${title} (${those.length})`)}\n${signed}\n`;
  });
  const looked = places.length > 0 ? places.join('\n  ') : 'nothing: nothing was given';
  return `Looked at\n  ${looked}\n\n${groups.join('\n')}\n${verdict(findings)}\n`;
}

const alone = (width: number) => (seen: Seen) =>
  [
    `${seen.id.padEnd(width)}  ${seen.sentence}`,
    ...seen.fix.map((command) => `${' '.repeat(width + 6)}$ ${command}`),
  ].join('\n');

/** What lacks the same thing is said once. */
function together(those: readonly Seen[]): string[] {
  const reasons = Map.groupBy(those, ({ sentence, fix }) =>
    [sentence, ...fix.map((command) => `      $ ${command}`)].join('\n'),
  );
  return [...reasons].map(
    ([reason, seen]) => `${seen.map(({ id }) => id).join(', ')}\n      ${reason}`,
  );
}

function verdict(findings: Findings): string {
  const count = (result: Result) => findings.filter((seen) => seen.result === result).length;
  const open = `${count('warning')} warnings, ${count('could-not-check')} not checked`;
  return isSound(findings)
    ? `Nothing stands in the way (${open}).`
    : `${count('blocker')} in the way (${open}). Fix the first one first: others may follow from it.`;
}

/** For a program. */
export function asJson(findings: Findings, places: readonly string[]): string {
  const report = {
    ok: isSound(findings),
    looked_at: places,
    findings: findings.map(({ id, looksAt, result, sentence, fix }) => ({
      id,
      looks_at: looksAt,
      result,
      sentence,
      fix,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

import { groups, type ClaimResult } from './claim.ts';
import { conclude, facts, type Report } from './report.ts';

const MARKS = { passed: '✓ passed', failed: '✗ FAILED', 'not-run': '– could not be run' } as const;

/** The report for a terminal or a review: the same content as report.html without the excerpts. */
export function renderMarkdown(report: Report): string {
  const { headline, sentence } = conclude(report);
  const rows = report.results.map(
    ({ claim, verdict }) =>
      `| ${MARKS[verdict]} | [${claim.id}](#${claim.id}) | ${claim.title} | ${clausesOf({ claim })} |`,
  );
  const sections = groups.flatMap((group) => {
    const results = report.results.filter(({ claim }) => claim.group === group);
    return results.length > 0 ? [`## ${group}`, results.map(section).join('\n\n')] : [];
  });
  const known = facts(report).map(([name, value]) => `- **${name}**: ${value}`);
  const parts = [
    `# ${headline}`,
    sentence,
    known.join('\n'),
    aftermath(report),
    `| verdict | claim | what is promised | clauses |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
    sections.join('\n\n'),
    CHECK_YOURSELF,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const CHECK_YOURSELF = `## Check it yourself

\`node verify.mjs THIS-FOLDER\` (the file is \`proof/verify.mjs\` of the sources; it needs only Node) compares every file with its hash in the signed manifest.`;

function section({
  claim,
  verdict,
  why,
  checks,
  evidence,
  seconds,
  notCounted,
}: ClaimResult): string {
  return [
    `### <a id="${claim.id}"></a>${claim.title}`,
    `${MARKS[verdict]} · \`${claim.id}\` · ${clausesOf({ claim })} · ${seconds.toFixed(1)} s`,
    claim.shows,
    why,
    notCounted.map(busyNote).join('\n\n'),
    checks
      .map(({ ok, sentence, seen }) => `- ${ok ? '✓' : '✗'} ${sentence}${seen ? ` — ${seen}` : ''}`)
      .join('\n'),
    evidence.map(({ path, title }) => `- [${title}](${path})`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Says why a claim was run again. */
export function busyNote(why: string): string {
  return `An earlier attempt was not counted, because the database or the limiter was unavailable or a connection broke: ${why}`;
}

/** `OWASP ASVS 5.0 7.2.3, 6.5.5; RFC 6238 5.1`. */
export function clausesOf({ claim }: Pick<ClaimResult, 'claim'>): string {
  const byStandard = Map.groupBy(claim.clauses, ({ standard }) => standard);
  return [...byStandard]
    .map(([standard, list]) => `${standard} ${list.map(({ clause }) => clause).join(', ')}`)
    .join('; ');
}

function aftermath({ leftovers, withheld }: Report): string {
  return [
    ...leftovers.map(({ email, why }) => `- Left behind: ${email}: ${why}`),
    ...withheld.map((path) => `- Removed, because it contained a secret: ${path}`),
  ].join('\n');
}

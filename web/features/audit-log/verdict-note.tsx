import type { Finding } from '../../../src/core/audit/chain/finding.ts';
import { t } from '../../text.ts';
import { dayText } from '../../ui/day-text.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Verdict } from './verify-file.ts';

/** What a look at a file has found. */
export function VerdictNote({ verdict }: { readonly verdict: Verdict }) {
  if (verdict.kind === 'whole') {
    return <Whole verdict={verdict} />;
  }
  if (verdict.kind === 'bad') {
    return <Bad finding={verdict.finding} />;
  }
  if (verdict.kind === 'complete') {
    const { rows, first, last } = verdict.end;
    return (
      <StateMark tone="good">
        {t(
          'The file is whole: {rows} rows, from {first} to {last}, as they were sent. It holds no seals; only the sealed chain shows whether rows were changed before.',
          { rows, first: first ?? '–', last: last ?? '–' },
        )}
      </StateMark>
    );
  }
  if (verdict.kind === 'cut') {
    return (
      <StateMark tone="bad">
        {verdict.fault === 'no_end'
          ? t(
              'The file is not whole: it has no last line, so the rest did not arrive. Export it again. (The archive of a month has none; the command line checks it.)',
            )
          : t('The file was changed: it does not fit its last line. Export it again.')}
      </StateMark>
    );
  }
  if (verdict.kind === 'unsealed') {
    return (
      <StateMark tone="bad">
        {t('Line {line} holds no seal. Choose a file of sealed rows.', { line: verdict.line })}
      </StateMark>
    );
  }
  return (
    <StateMark tone="none">
      {verdict.kind === 'empty'
        ? t('This file is empty.')
        : t('This browser cannot check signatures of this kind (Ed25519). Use a newer one.')}
    </StateMark>
  );
}

function Bad({ finding }: { readonly finding: Finding }) {
  return (
    <div class="space-y-1">
      <StateMark tone="bad">{findingText(finding)}</StateMark>
      <p lang="en" translate={false} class="font-mono text-sm break-words text-muted">
        {finding.detail}
      </p>
      {finding.logId !== null && (
        <p translate={false} class="font-mono text-sm break-all text-muted">
          {finding.logId}
        </p>
      )}
    </div>
  );
}

function Whole({ verdict }: { readonly verdict: Extract<Verdict, { kind: 'whole' }> }) {
  const { rows, head, end } = verdict;
  return (
    <div class="space-y-1">
      <StateMark tone={head ? 'good' : 'none'}>
        {head
          ? t('{rows} rows, chain whole; the head of {day} over {size} rows matches.', {
              rows,
              day: dayText(head.at),
              size: head.size,
            })
          : t(
              'Not confirmed: {rows} rows fit each other, but no published head lies within them. They may have been rewritten as a whole.',
              { rows },
            )}
      </StateMark>
      {end.published > end.last && (
        <p class="text-sm text-muted">
          {t('The file ends with row {last}; the newest published head counts {published}.', {
            last: end.last,
            published: end.published,
          })}
        </p>
      )}
    </div>
  );
}

function findingText({ kind, seq }: Finding): string {
  const row = seq ?? '–';
  const texts: Readonly<Record<Finding['kind'], string>> = {
    changed: t('Row {row} was changed.', { row }),
    erased: t('The details of row {row} were erased, and nothing in the chain allows it.', { row }),
    missing: t('Row {row} is missing.', { row }),
    inserted: t('A row was put in past the chain.'),
    reordered: t('Row {row} stands in the wrong place.', { row }),
    truncated: t('The newest rows are cut off, from row {row} on.', { row }),
    rewritten: t('History was rewritten from row {row} on.', { row }),
    broken: t('The keeper of the heads found that history was cut off or rewritten.'),
    head_forged: t('What was published was not signed by the key.'),
  };
  return texts[kind];
}

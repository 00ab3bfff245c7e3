import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { MissingVariables } from '../../ui/missing-variables.tsx';
import { Sign } from '../../ui/state-mark.tsx';
import { blockerFix, blockerSentence, type Blocker } from './blocker-words.ts';

interface BlockersProps {
  readonly blockers: readonly Blocker[];
}

/** Each thing that stands in the way, what to do about it, and the commands that do it. */
export function BlockerList({ blockers }: BlockersProps) {
  return (
    <Card title={t('What stands in the way')} badge={<CountBadge count={blockers.length} />}>
      <ul class="divide-y divide-hairline border-t border-hairline">
        {blockers.map((blocker) => (
          <li key={keyOf(blocker)} class="space-y-3 py-4 last:pb-0">
            <Sentence blocker={blocker} />
            {blocker.missing_env_vars.length > 0 && (
              <MissingVariables names={blocker.missing_env_vars} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The same in short: each with its remedy in words; the commands are a page further. */
export function BlockerSummary({ blockers }: BlockersProps) {
  return (
    <Card
      title={t('What stands in the way')}
      badge={<CountBadge count={blockers.length} />}
      footer={
        <a class="link text-[0.9375rem]" href="/status">
          {t('Status, with the commands to run')}
        </a>
      }
    >
      <ul class="divide-y divide-hairline border-t border-hairline">
        {blockers.map((blocker) => (
          <li key={keyOf(blocker)} class="py-3 last:pb-0">
            <Sentence blocker={blocker} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Sentence({ blocker }: { readonly blocker: Blocker }) {
  return (
    <div class="flex gap-3 text-[0.9375rem]">
      <span class="pt-1">
        <Sign tone="bad" />
      </span>
      <div class="min-w-0">
        <p class="font-medium">{blockerSentence(blocker)}</p>
        <p class="break-words text-muted">{blockerFix(blocker)}</p>
        <p translate={false} class="pt-0.5 font-mono text-xs text-muted">
          {blocker.error_code}
        </p>
      </div>
    </div>
  );
}

function CountBadge({ count }: { readonly count: number }) {
  return <Badge tone="caution">{String(count)}</Badge>;
}

function keyOf({ component, error_code }: Blocker): string {
  return `${component} ${error_code}`;
}

import { t } from '../text.ts';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Pages } from './use-pages.ts';

interface LoadMoreProps {
  readonly pages: Pages<unknown>;
  /** How many rows are shown. */
  readonly count: number;
}

/** Below a list: how much of it is there, and the way to more. */
export function LoadMore({ pages: { act, hasMore, goOn }, count }: LoadMoreProps) {
  return (
    <div class="space-y-4">
      <ProblemNote problem={act.problem} />
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
        {hasMore && (
          <Button kind="secondary" busy={act.busy} disabled={act.held} onClick={() => void goOn()}>
            {t('Load more')}
          </Button>
        )}
        <p role="status" class="text-sm text-muted">
          {hasMore
            ? t('{count} are shown, and there are more.', { count })
            : t('All {count} are shown.', { count })}
        </p>
      </div>
    </div>
  );
}

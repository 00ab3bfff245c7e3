import { t } from '../text.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Act } from './use-act.ts';

interface SendAgainProps {
  readonly act: Act;
  readonly label: string;
  /** What is said once it was sent. */
  readonly done?: string;
  readonly onSend: () => Promise<void>;
}

/** For somebody to whom nothing came: send it again, and when that is possible. */
export function SendAgain({ act, label, done = '', onSend }: SendAgainProps) {
  return (
    <div class="space-y-3">
      <ProblemNote problem={act.problem} />
      <p class="text-[0.9375rem] text-muted">
        {t('Nothing came?')}{' '}
        <button
          type="button"
          class="link min-h-6 disabled:cursor-not-allowed disabled:text-muted disabled:no-underline"
          aria-disabled={act.busy || undefined}
          disabled={act.held}
          onClick={() => void onSend()}
        >
          {label}
        </button>{' '}
        <span role="status">{act.problem ? '' : done}</span>
      </p>
    </div>
  );
}

import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import type { Act } from '../../ui/use-act.ts';
import type { Ending } from './use-ending.ts';

interface EndDialogProps {
  readonly ending: Ending;
  readonly act: Act;
  readonly onAway: () => void;
  readonly onConfirm: (ending: Ending) => Promise<void>;
}

/** Asks once before something ends that nobody can bring back. */
export function EndDialog({ ending, act, onAway, onConfirm }: EndDialogProps) {
  return (
    <Dialog title={ending.title} onAway={act.busy ? undefined : onAway}>
      <div class="space-y-5">
        <p class="text-muted">{ending.text}</p>
        <ProblemNote problem={act.problem} />
        <div class="flex flex-wrap gap-3">
          <Button
            kind="danger"
            busy={act.busy}
            disabled={act.held}
            onClick={() => void onConfirm(ending)}
          >
            {ending.label}
          </Button>
          <Button kind="secondary" onClick={onAway}>
            {t('Cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

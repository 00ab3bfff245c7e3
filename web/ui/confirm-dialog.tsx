import type { ComponentChildren } from 'preact';

import { t } from '../text.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Act } from './use-act.ts';

/** The words of a question before an act. */
export interface Question {
  readonly title: string;
  readonly text: ComponentChildren;
  /** On the button that does it. */
  readonly label: string;
  /** `danger` unless it says otherwise. */
  readonly kind?: 'primary' | 'danger';
}

interface ConfirmDialogProps {
  readonly question: Question;
  readonly act: Act;
  readonly onAway: () => void;
  readonly onConfirm: () => Promise<void>;
}

/** Asks once before something that is not easily undone. */
export function ConfirmDialog({ question, act, onAway, onConfirm }: ConfirmDialogProps) {
  return (
    <Dialog title={question.title} onAway={act.busy ? undefined : onAway}>
      <div class="space-y-5">
        <p class="break-words text-muted">{question.text}</p>
        <ProblemNote problem={act.problem} />
        <div class="flex flex-wrap gap-3">
          <Button
            kind={question.kind ?? 'danger'}
            busy={act.busy}
            disabled={act.held}
            onClick={() => void onConfirm()}
          >
            {question.label}
          </Button>
          <Button kind="secondary" onClick={onAway}>
            {t('Cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

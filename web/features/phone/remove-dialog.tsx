import { removePhone } from '../../../src/features/phone/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { loadSession } from '../../session.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';

interface RemoveDialogProps {
  readonly onAway: () => void;
  readonly onRemoved: () => void;
}

/** Asks once before alerts have nowhere to go. */
export function RemoveDialog({ onAway, onRemoved }: RemoveDialogProps) {
  const act = useAct();
  async function remove() {
    const reply = await act.run(async () => {
      const removed = await freshCall(removePhone, {});
      return removed.ok ? await loadSession() : removed;
    });
    if (reply?.ok) {
      onRemoved();
    }
  }
  return (
    <Dialog title={t('Remove your phone number?')} onAway={act.busy ? undefined : onAway}>
      <div class="space-y-5">
        <p class="text-muted">{t('Alerts meant for you will have nowhere to go.')}</p>
        <ProblemNote problem={act.problem} />
        <div class="flex flex-wrap gap-3">
          <Button kind="danger" busy={act.busy} disabled={act.held} onClick={() => void remove()}>
            {t('Remove')}
          </Button>
          <Button kind="secondary" onClick={onAway}>
            {t('Cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

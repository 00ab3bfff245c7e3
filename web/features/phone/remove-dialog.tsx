import { removePhone } from '../../../src/features/phone/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { loadSession } from '../../session.ts';
import { t } from '../../text.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
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
  const question = {
    title: t('Remove your phone number?'),
    text: t('Alerts meant for you will have nowhere to go.'),
    label: t('Remove'),
  };
  return <ConfirmDialog question={question} act={act} onAway={onAway} onConfirm={remove} />;
}

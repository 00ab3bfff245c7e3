import { useState } from 'preact/hooks';

import { useFreshCalls, type Freshness } from '../../fresh-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SaveOnce } from '../../ui/save-once.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';
import { RegenerateDialog } from './regenerate-dialog.tsx';

interface BackupCodesCardProps {
  /** How many of the set are unused. */
  readonly left: number;
  readonly onChanged: (sentence: string) => Promise<void>;
}

const FEW = 3;

/** How many ways in are left without the phone, and ten new ones. */
export function BackupCodesCard({ left, onChanged }: BackupCodesCardProps) {
  const { ensureFresh } = useFreshCalls();
  const [asking, setAsking] = useState<Freshness | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  async function ask() {
    const freshness = await ensureFresh();
    setAsking(freshness === 'declined' ? null : freshness);
  }
  if (codes) {
    const done = () => {
      setCodes(null);
      void onChanged('Your new backup codes are in force.');
    };
    return <NewCodes codes={codes} onDone={done} />;
  }
  return (
    <Card
      title="Backup codes"
      badge={<Badge tone={left > FEW ? 'plain' : 'caution'}>{`${left} left`}</Badge>}
      footer={
        <Button kind="secondary" onClick={() => void ask()}>
          Make new codes
        </Button>
      }
    >
      <p class="text-muted">
        For a day without your phone. Each code works once; making new ones ends the old ones.
      </p>
      {left <= FEW && (
        <p class="rounded-lg bg-caution-wash px-4 py-3 text-[0.9375rem] text-caution">
          {left === 0
            ? 'None is left. Make new ones, so that a lost phone does not lock you out.'
            : 'Only a few are left. Make new ones before you need them.'}
        </p>
      )}
      {asking && (
        <RegenerateDialog
          codeJustUsed={asking === 'confirmed'}
          onAway={() => setAsking(null)}
          onGone={async () => await onChanged('Two-factor sign-in is off already.')}
          onCodes={setCodes}
        />
      )}
    </Card>
  );
}

interface NewCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

function NewCodes({ codes, onDone }: NewCodesProps) {
  return (
    <Card title="Backup codes">
      <div class="space-y-1">
        <StepHeading>Save your new codes</StepHeading>
        <p class="text-muted">The old ones have stopped working. These are shown only now.</p>
      </div>
      <SaveOnce
        lines={codes}
        listLabel="Backup codes"
        copyLabel="Copy all backup codes"
        fileName="sallyport-backup-codes.txt"
        fileHead="Sallyport backup codes. Each works once."
        gate="I saved them in a safe place."
        onDone={onDone}
      />
    </Card>
  );
}

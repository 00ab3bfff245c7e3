import { useState } from 'preact/hooks';

import { ensureFresh, type Freshness } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { later } from '../../ui/later.tsx';

interface BackupCodesCardProps {
  /** How many of the set are unused. */
  readonly left: number;
  readonly onChanged: (sentence: string) => Promise<void>;
}

const FEW = 3;

const loadNewCodes = async () => (await import('./new-codes.tsx')).NewCodes;
const NewCodes = later(loadNewCodes);
const RegenerateDialog = later(async () => {
  // Codes are shown once: what shows them has to be here before there are any.
  await loadNewCodes();
  return (await import('./regenerate-dialog.tsx')).RegenerateDialog;
});

/** How many ways in are left without the phone, and ten new ones. */
export function BackupCodesCard({ left, onChanged }: BackupCodesCardProps) {
  const [asking, setAsking] = useState<Freshness | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  async function ask() {
    const freshness = await ensureFresh();
    setAsking(freshness === 'declined' ? null : freshness);
  }
  if (codes) {
    const done = () => {
      setCodes(null);
      void onChanged(t('Your new backup codes are in force.'));
    };
    return <NewCodes codes={codes} onDone={done} />;
  }
  return (
    <Card
      title={t('Backup codes')}
      badge={
        <Badge tone={left > FEW ? 'plain' : 'caution'}>{t('{count} left', { count: left })}</Badge>
      }
      footer={
        <Button kind="secondary" onClick={() => void ask()}>
          {t('Make new codes')}
        </Button>
      }
    >
      <p class="text-muted">
        {t(
          'For a day without your phone. Each code works once; making new ones ends the old ones.',
        )}
      </p>
      {left <= FEW && (
        <p class="rounded-lg bg-caution-wash px-4 py-3 text-[0.9375rem] text-caution">
          {left === 0
            ? t('None is left. Make new ones, so that a lost phone does not lock you out.')
            : t('Only a few are left. Make new ones before you need them.')}
        </p>
      )}
      {asking && (
        <RegenerateDialog
          codeJustUsed={asking === 'confirmed'}
          onAway={() => setAsking(null)}
          onGone={async () => await onChanged(t('Two-factor authentication is off already.'))}
          onCodes={setCodes}
        />
      )}
    </Card>
  );
}

import { useState } from 'preact/hooks';

import type { Reply } from '../../api.ts';
import { ensureFresh, type Freshness } from '../../fresh-call.ts';
import { networkProblem } from '../../problem.ts';
import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { later } from '../../ui/later.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';

const DeleteDialog = later(async () => (await import('./delete-dialog.tsx')).DeleteDialog);

/** The shape of the file is large and wanted by few: it comes with the press. */
async function loadAndSave(): Promise<Reply<string>> {
  try {
    const { saveData } = await import('./save-data.ts');
    return await saveData();
  } catch (error) {
    return { ok: false, problem: networkProblem(error) };
  }
}

/** What is kept about the person: to take along, and to have deleted. */
export function DataCard({ user }: { readonly user: Me['user'] }) {
  const act = useAct();
  const [saved, setSaved] = useState('');
  const [asking, setAsking] = useState<Freshness | null>(null);
  async function save() {
    setSaved('');
    const reply = await act.run(loadAndSave);
    if (reply?.ok) {
      setSaved(t('Saved as {name}.', { name: reply.value }));
    }
  }
  async function ask() {
    const freshness = await ensureFresh();
    setAsking(freshness === 'declined' ? null : freshness);
  }
  return (
    <Card
      title={t('Your data')}
      footer={
        <>
          <Button kind="secondary" busy={act.busy} disabled={act.held} onClick={() => void save()}>
            {t('Download my data')}
          </Button>
          <Button kind="secondary" onClick={() => void ask()}>
            {t('Delete my account')}
          </Button>
        </>
      }
    >
      <p class="text-muted">
        {t(
          'Everything that is kept about you is in one file: what you told us and what you did here.',
        )}
      </p>
      <ProblemNote problem={act.problem} />
      <p role="status" class="text-[0.9375rem] break-words">
        {saved}
      </p>
      {asking && (
        <DeleteDialog
          user={user}
          codeJustUsed={asking === 'confirmed'}
          onAway={() => setAsking(null)}
        />
      )}
    </Card>
  );
}

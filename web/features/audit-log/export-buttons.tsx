import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { exportAddress, mayDownload, type ExportFormat } from './events.ts';
import type { Filter } from './filter.ts';

/** Everything that fits as a file. The browser keeps it while it arrives; nothing is held here. */
export function ExportButtons({ filter }: { readonly filter: Filter }) {
  const act = useAct();
  async function save(format: ExportFormat) {
    // A refusal would be saved in place of the file, so the server is asked beforehand.
    const reply = await act.run(mayDownload);
    if (reply?.ok) {
      const href = exportAddress(format, filter);
      Object.assign(document.createElement('a'), { href, download: '' }).click();
    }
  }
  return (
    <div class="space-y-3">
      <ProblemNote problem={act.problem} />
      <div role="group" aria-label={t('Export')} class="flex flex-wrap items-center gap-3">
        <Button kind="secondary" busy={act.busy} onClick={() => void save('csv')}>
          {t('Export as CSV')}
        </Button>
        <Button kind="secondary" busy={act.busy} onClick={() => void save('ndjson')}>
          {t('Export as NDJSON')}
        </Button>
        <Button kind="secondary" busy={act.busy} onClick={() => void save('chain')}>
          {t('Export the sealed chain')}
        </Button>
        <p class="text-sm text-muted">
          {t('All that fits, not only what is shown; the chain is always whole. It is recorded.')}
        </p>
      </div>
    </div>
  );
}

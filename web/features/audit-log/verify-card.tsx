import { useId, useState } from 'preact/hooks';

import { publishedHeads } from '../../../src/features/audit-heads/contract.ts';
import { call } from '../../api.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import { VerdictNote } from './verdict-note.tsx';
import type { Verdict } from './verify-file.ts';

/** Checks a file in the browser against the published heads; the file stays on this device. */
export function VerifyCard() {
  const id = useId();
  const act = useAct();
  const [verdict, setVerdict] = useState<Verdict | null>(null);

  async function check(file: File) {
    setVerdict(null);
    const reply = await act.run(async () => {
      const published = await call(publishedHeads, {});
      if (!published.ok) {
        return published;
      }
      const { verifyFile } = await import('./verify-file.ts');
      return { ok: true, value: await verifyFile(file, published.value) };
    });
    setVerdict(reply?.ok ? reply.value : null);
  }

  return (
    <Card title={t('Verify an export')}>
      <p class="max-w-prose text-muted">
        {t(
          'A complete file ends with an end line. Each sealed row is checked against the row before it, and all rows against the published signed tree heads. This happens in your browser.',
        )}
      </p>
      <div class="space-y-1.5">
        <label for={id} class="block text-[0.9375rem] font-medium">
          {t('Export (NDJSON or CSV)')}
        </label>
        <input
          id={id}
          type="file"
          accept=".ndjson,.csv,application/x-ndjson,text/csv"
          class="block w-full text-[0.9375rem] file:mr-4 file:min-h-11 file:cursor-pointer file:rounded-lg file:border file:border-solid file:border-edge/60 file:bg-surface file:px-4 file:font-medium file:text-ink hover:file:bg-sunken"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) {
              void check(file);
            }
            event.currentTarget.value = ''; // the same file can be chosen again
          }}
        />
      </div>
      <ProblemNote problem={act.problem} />
      <div role="status">
        {act.busy && <p class="text-muted">{t('Checking every row…')}</p>}
        {verdict && <VerdictNote verdict={verdict} />}
      </div>
    </Card>
  );
}

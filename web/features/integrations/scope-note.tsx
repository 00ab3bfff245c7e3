import { confirmed } from '../../confirmation.ts';
import type { IntegrationList } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';

interface ScopeNoteProps {
  readonly scope: IntegrationList['scope'];
  /** Their role shows them everybody's calls, once they have proved with both factors that it is them. */
  readonly isOperator: boolean;
  readonly onConfirmed: () => Promise<void>;
}

/** Whose calls the figures are about. */
export function ScopeNote({ scope, isOperator, onConfirmed }: ScopeNoteProps) {
  if (scope === 'all') {
    return <p class="text-[0.9375rem] text-muted">{t('The figures count everybody’s calls.')}</p>;
  }
  async function confirm() {
    if (await confirmed('late')) {
      await onConfirmed();
    }
  }
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p class="text-[0.9375rem] text-muted">{t('The figures count your own calls.')}</p>
      {isOperator && (
        <Button kind="secondary" onClick={() => void confirm()}>
          {t('Show everybody’s calls')}
        </Button>
      )}
    </div>
  );
}

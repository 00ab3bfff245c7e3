import { SaveBackupCodes } from '../../save-backup-codes.tsx';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';

interface NewCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** The new set, in place of the card until it is saved. */
export function NewCodes({ codes, onDone }: NewCodesProps) {
  return (
    <Card title={t('Backup codes')}>
      <div class="space-y-1">
        <StepHeading>{t('Save your new codes')}</StepHeading>
        <p class="text-muted">
          {t('The old ones have stopped working. These are shown only now.')}
        </p>
      </div>
      <SaveBackupCodes codes={codes} onDone={onDone} />
    </Card>
  );
}

import { useState } from 'preact/hooks';

import { ensureFresh } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { later } from '../../ui/later.tsx';
import { Notice } from '../../ui/notice.tsx';

const ChangeDialog = later(async () => (await import('./change-dialog.tsx')).ChangeDialog);

/** The password, and how to change it. */
export function PasswordCard({ email }: { readonly email: string }) {
  const [isAsking, setAsking] = useState(false);
  const [done, setDone] = useState('');
  async function ask() {
    setDone('');
    setAsking((await ensureFresh()) !== 'declined');
  }
  return (
    <>
      <Notice focus>{done}</Notice>
      <Card
        title={t('Your password')}
        footer={
          <Button kind="secondary" onClick={() => void ask()}>
            {t('Change password')}
          </Button>
        }
      >
        <p class="text-muted">
          {t('Change it when somebody may have learned it. Until then it may stay as it is.')}
        </p>
        {isAsking && (
          <ChangeDialog
            email={email}
            onAway={() => setAsking(false)}
            onChanged={() => {
              setAsking(false);
              setDone(
                t(
                  'Your new password is in force. Every other session has ended, and an e-mail tells you that it was changed.',
                ),
              );
            }}
          />
        )}
      </Card>
    </>
  );
}

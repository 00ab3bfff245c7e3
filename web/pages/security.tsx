import { useCallback, useState } from 'preact/hooks';

import { twoFactorStatus } from '../../src/features/totp/contract.ts';
import { BackupCodesCard } from '../features/backup-codes/backup-codes-card.tsx';
import { PasswordCard } from '../features/passwords/password-card.tsx';
import { TwoFactorCard } from '../features/totp/two-factor-card.tsx';
import { loadSession, signedInCall } from '../session.ts';
import { t } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { Settings } from './settings.tsx';

/** The page at `/settings/security`. */
export function Security() {
  return (
    <Settings title={t('Security')} lead={t('How you prove that it is you.')}>
      {({ user }) => (
        <>
          <PasswordCard email={user.email} />
          <TwoFactor enabled={user.two_factor_enabled} />
        </>
      )}
    </Settings>
  );
}

const loadStatus = async () => await signedInCall(twoFactorStatus, {});

function TwoFactor({ enabled }: { readonly enabled: boolean }) {
  const { value: status, problem, reload } = useLoaded(loadStatus, enabled);
  const [enrolling, setEnrolling] = useState(false);
  const [done, setDone] = useState('');
  const changed = useCallback(
    async (sentence: string) => {
      await Promise.all([reload(), loadSession()]);
      setDone(sentence);
    },
    [reload],
  );
  const enrol = useCallback((begun: boolean) => {
    setEnrolling(begun);
    setDone('');
  }, []);
  // Codes shown once are in these cards: they stay where they are, also when a later look fails.
  return (
    <>
      <Notice focus>{done}</Notice>
      {problem && (
        <ProblemNote problem={problem}>
          <Button kind="secondary" onClick={() => void reload()}>
            {t('Try again')}
          </Button>
        </ProblemNote>
      )}
      {!status && !problem && (
        <Card title={t('Two-factor authentication')}>
          <Skeleton label={t('Loading')} lines={3} />
        </Card>
      )}
      {status && <TwoFactorCard status={status} onChanged={changed} onEnrolling={enrol} />}
      {status?.enabled && !enrolling && (
        <BackupCodesCard left={status.backup_codes_remaining} onChanged={changed} />
      )}
    </>
  );
}

import { brand, brandFileName } from './brand.ts';
import { session } from './session.ts';
import { t } from './text.ts';
import { dayText } from './ui/day-text.ts';
import { SaveOnce } from './ui/save-once.tsx';

interface SaveBackupCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Ten codes that are shown this once, with what one has to know of them on another day. */
export function SaveBackupCodes({ codes, onDone }: SaveBackupCodesProps) {
  const state = session.value;
  const email = state.status === 'signed_in' ? state.me.user.email : '';
  return (
    <SaveOnce
      lines={codes}
      listLabel={t('Backup codes')}
      copyLabel={t('Copy all backup codes')}
      fileName={`${brandFileName()}-backup-codes.txt`}
      about={[
        t('Backup codes for {brand}. Each works once.', { brand }),
        t('Account: {email}', { email }),
        t('Site: {site}', { site: location.host }),
        t('Made on {date}', { date: dayText(new Date().toISOString()) }),
      ]}
      gate={t('I saved them in a safe place.')}
      onDone={onDone}
    />
  );
}

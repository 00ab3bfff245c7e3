import { useState } from 'preact/hooks';

import { resendVerification } from '../src/features/email-verification/contract.ts';
import { call } from './api.ts';
import { t } from './text.ts';
import { SendAgain } from './ui/send-again.tsx';
import { useAct } from './ui/use-act.ts';

/** Mails the link that confirms an address once more. */
export function ResendLink({ email }: { readonly email: string }) {
  const act = useAct();
  const [sent, setSent] = useState(false);
  async function send() {
    const reply = await act.run(async () => await call(resendVerification, { email }));
    setSent(reply?.ok ?? sent);
  }
  return (
    <SendAgain
      act={act}
      label={t('Send it again')}
      done={sent ? t('A new one was asked for.') : ''}
      onSend={send}
    />
  );
}

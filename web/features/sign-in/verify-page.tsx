import { useEffect, useState } from 'preact/hooks';

import { challenge, knownEmail, notice, session } from '../../session.ts';
import { t } from '../../text.ts';
import { Doorway } from '../../ui/doorway.tsx';
import { Heading } from '../../ui/heading.tsx';
import { useRedirect } from '../../use-redirect.ts';
import { VerifyForm } from './verify-form.tsx';

/** The second door, for somebody who has just come through the first. */
export function VerifyPage() {
  // Kept while the page is shown: opening the door clears the signal before the page goes.
  const [open] = useState(() => challenge.peek());
  useEffect(() => {
    if (!open && session.peek().status !== 'signed_in') {
      notice.value = t(
        'Reloading the page ended that sign-in, because nothing of it is kept in the browser. Enter your password again.',
      );
    }
  }, [open]);
  useRedirect(open ? null : '/login');

  return (
    <Doorway
      lit="inner"
      footer={
        <>
          {t('Not you?')}{' '}
          <a class="link" href="/login" onClick={forgetEmail}>
            {t('Start again')}
          </a>
        </>
      }
    >
      <div class="space-y-2">
        <Heading title={t('Second door')} quiet>
          {t('The second door')}
        </Heading>
        <p class="text-muted">
          {t('Your password was right. Now show that you have your authenticator, too.')}
        </p>
      </div>
      {open && <VerifyForm open={open} />}
    </Doorway>
  );
}

function forgetEmail() {
  knownEmail.value = '';
}

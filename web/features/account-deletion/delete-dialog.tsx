import type { ComponentChildren } from 'preact';

import { deleteAccount } from '../../../src/features/account-deletion/contract.ts';
import { FactorField, factorFrom, requiredFor } from '../../factor-field.tsx';
import { freshCall } from '../../fresh-call.ts';
import { signedOut, type Me } from '../../session.ts';
import { t } from '../../text.ts';
import { dayText } from '../../ui/day-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Form } from '../../ui/form.tsx';
import { useForm } from '../../ui/use-form.ts';

interface DeleteDialogProps {
  readonly user: Me['user'];
  /** A confirmation has just used up the code on the phone. */
  readonly codeJustUsed: boolean;
  readonly onAway: () => void;
}

/** An account that is kept for fourteen days is deleted later than this on any clock. */
const SOON_MILLISECONDS = 3 * 24 * 60 * 60 * 1000;

/** Says what becomes of the account, and asks for its second factor. */
export function DeleteDialog({ user, codeJustUsed, onAway }: DeleteDialogProps) {
  const form = useForm(deleteAccount);
  const { act, wrong } = form;
  // Another tab may have turned it on meanwhile; then the server says that the code is missing.
  const asksCode =
    user.two_factor_enabled || act.problem?.fields.some(({ path }) => path === 'code');

  async function submit(element: HTMLFormElement) {
    const factor = asksCode ? factorFrom(element) : null;
    const reply = await form.send(
      { ...factor },
      factor ? requiredFor(factor) : {},
      async (values) => await freshCall(deleteAccount, values),
    );
    if (reply?.ok) {
      signedOut(afterwards(reply.value.deletes_at, user.email));
    }
  }

  return (
    <Dialog title={t('Delete your account?')} onAway={act.busy ? undefined : onAway}>
      <Form
        form={form}
        label={t('Delete my account')}
        kind="danger"
        away={{ label: t('Keep it'), onPress: onAway }}
        onSubmit={submit}
      >
        <Consequences user={user} codeJustUsed={Boolean(asksCode) && codeJustUsed} />
        {asksCode && (
          <FactorField
            autoFocus
            refusal={act.problem}
            error={wrong['code'] ?? wrong['backup_code']}
          />
        )}
      </Form>
    </Dialog>
  );
}

function afterwards(deletesAt: string, email: string): ComponentChildren {
  if (Date.parse(deletesAt) - Date.now() < SOON_MILLISECONDS) {
    return t('You are signed out, and your account is deleted.');
  }
  const sentence = t(
    'You are signed out, and your account will be deleted on {day}. Until then the link we mailed to {email} keeps it.',
    { day: dayText(deletesAt) },
  );
  return withExact(sentence, { email });
}

interface ConsequencesProps {
  readonly user: Me['user'];
  readonly codeJustUsed: boolean;
}

function Consequences({ user, codeJustUsed }: ConsequencesProps) {
  return (
    <div class="space-y-3 break-words text-muted">
      <p>{t('You are signed out everywhere now, and nobody can sign in any more.')}</p>
      <p>
        {user.email_verified_at === null
          ? t(
              'Your address was never confirmed, so your account and what is kept about you are gone at once, and nobody can bring them back.',
            )
          : withExact(
              t(
                'For fourteen days a link that we mail to {email} undoes this. After that your account and what is kept about you are gone, and nobody can bring them back.',
              ),
              { email: user.email },
            )}
      </p>
      {codeJustUsed && <p>{t('The code you just entered is used up: wait for the next one.')}</p>}
    </div>
  );
}

import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';

import type { InputOf } from '../../../src/core/endpoint/endpoint.ts';
import { verifySecondFactor } from '../../../src/features/sign-in/contract.ts';
import { call } from '../../api.ts';
import { FactorField, factorFrom, requiredFor, type Factor } from '../../factor-field.tsx';
import { loginPathFor } from '../../next-path.ts';
import {
  challenge,
  knownEmail,
  loadSession,
  notice,
  session,
  type Challenge,
} from '../../session.ts';
import { t } from '../../text.ts';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { Heading } from '../../ui/heading.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useRedirect } from '../../use-redirect.ts';

const overSentences = (): Readonly<Record<string, string>> => ({
  TOKEN_INVALID: t('That sign-in is not known any more. Enter your password again.'),
  TOKEN_EXPIRED: t('That sign-in took too long. Enter your password again.'),
  TOKEN_CONSUMED: t('That sign-in is over. Enter your password again.'),
});

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

function VerifyForm({ open }: { readonly open: Challenge }) {
  const { route } = useLocation();
  const form = useForm(verifySecondFactor);

  async function submit(factor: Factor) {
    const values = { temp_token: open.temp_token, ...factor };
    const reply = await form.send(values, requiredFor(factor), openSecondDoor);
    const over = reply && !reply.ok ? overSentences()[reply.problem.error_code] : undefined;
    if (reply?.ok) {
      knownEmail.value = '';
      leave(open.next);
    } else if (over) {
      notice.value = over;
      leave(loginPathFor(open.next));
    }
  }

  function leave(path: string) {
    form.act.close();
    challenge.value = null;
    route(path, true);
  }

  return (
    <Form
      form={form}
      label={t('Sign in')}
      wide
      onSubmit={async (element) => await submit(factorFrom(element))}
    >
      <FactorField
        autoFocus
        refusal={form.act.problem}
        error={form.wrong['code'] ?? form.wrong['backup_code']}
        onComplete={(factor) => void submit(factor)}
      />
    </Form>
  );
}

/** Ends with who is signed in now, or with why nobody is. */
async function openSecondDoor(values: InputOf<typeof verifySecondFactor>) {
  const reply = await call(verifySecondFactor, values);
  if (!reply.ok) {
    return reply;
  }
  const { method, backup_codes_remaining: left } = reply.value;
  if (method === 'backup_code') {
    notice.value =
      left === 1
        ? t('You used a backup code. One is left.')
        : t('You used a backup code. {count} are left.', { count: left });
  }
  return await loadSession();
}

import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';

import type { InputOf } from '../../../src/core/endpoint/endpoint.ts';
import { verifySecondFactor } from '../../../src/features/sign-in/contract.ts';
import { call } from '../../api.ts';
import { CaptchaField } from '../../captcha-field.tsx';
import { useCaptcha } from '../../captcha.ts';
import { FactorField, factorFrom, requiredFor, type Factor } from '../../factor-field.tsx';
import { loginPathFor } from '../../next-path.ts';
import { challenge, knownEmail, loadSession, notice, type Challenge } from '../../session.ts';
import { t } from '../../text.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Form } from '../../ui/form.tsx';
import { useForm } from '../../ui/use-form.ts';

const overSentences = (): Readonly<Record<string, string>> => ({
  TOKEN_INVALID: t('That sign-in is not known any more. Enter your password again.'),
  TOKEN_EXPIRED: t('That sign-in took too long. Enter your password again.'),
  TOKEN_CONSUMED: t('That sign-in is over. Enter your password again.'),
});

/** The second factor, and whether this browser is to be trusted from now on. */
export function VerifyForm({ open }: { readonly open: Challenge }) {
  const [trust, setTrust] = useState(false);
  const { form, captcha, submit } = useTwoFactor(open, trust);
  return (
    <Form
      form={form}
      label={t('Sign in')}
      wide
      onSubmit={async (element) => await submit(factorFrom(element))}
    >
      {/* Before the code: with its last digit the form is sent. */}
      <Checkbox
        label={t('Trust this browser for 30 days')}
        hint={t('Only on your own device: signing in takes the password alone then.')}
        checked={trust}
        onChange={setTrust}
      />
      <FactorField
        autoFocus
        refusal={form.act.problem}
        error={form.wrong['code'] ?? form.wrong['backup_code']}
        onComplete={(factor) => void submit(factor)}
      />
      <CaptchaField captcha={captcha} error={form.wrong['captcha_token']} />
    </Form>
  );
}

function useTwoFactor(open: Challenge, trust: boolean) {
  const { route } = useLocation();
  const form = useForm(verifySecondFactor);
  const captcha = useCaptcha('second_factor');

  function leave(path: string) {
    form.act.close();
    challenge.value = null;
    route(path, true);
  }

  async function submit(factor: Factor) {
    const trusting = trust && { trust_device: true };
    const reply = await form.send(
      {
        ...(open.temp_token && { temp_token: open.temp_token }),
        ...factor,
        ...trusting,
        ...captcha.fields,
      },
      { ...requiredFor(factor), ...captcha.required },
      openTwoFactor,
    );
    captcha.after(reply);
    const over = reply && !reply.ok ? overSentences()[reply.problem.error_code] : undefined;
    if (reply?.ok) {
      knownEmail.value = '';
      leave(open.next);
    } else if (over) {
      notice.value = over;
      leave(loginPathFor(open.next));
    }
  }

  return { form, captcha, submit };
}

/** Ends with who is signed in now, or with why nobody is. */
async function openTwoFactor(values: InputOf<typeof verifySecondFactor>) {
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

import { useEffect } from 'preact/hooks';

import { setPhone } from '../../../src/features/phone/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { byThisClock } from '../../server-clock.ts';
import { t } from '../../text.ts';
import { withExact } from '../../ui/exact.tsx';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { useForm } from '../../ui/use-form.ts';
import type { Sent } from './code-step.tsx';

interface NumberStepProps {
  readonly current: string | null;
  readonly onAway: () => void;
  readonly onSent: (sent: Sent) => void;
}

/** A number, which gets a code. The one before stays in force until the code comes back. */
export function NumberStep({ current, onAway, onSent }: NumberStepProps) {
  const form = useForm(setPhone);
  useEffect(() => {
    form.element.current?.querySelector('input')?.focus();
  }, [form.element]);

  async function submit(element: HTMLFormElement) {
    const values = formValues(element, ['phone']);
    const reply = await form.send(
      values,
      { phone: t('Enter your phone number.') },
      async () => await freshCall(setPhone, values),
    );
    if (reply?.ok) {
      onSent({ phone: values.phone, goodUntil: byThisClock(reply.value.expires_at) });
    }
  }

  return (
    <div class="max-w-sm pt-2">
      <Form
        form={form}
        label={t('Send a code')}
        away={{ label: t('Cancel'), onPress: onAway }}
        onSubmit={submit}
      >
        {current && (
          <p class="text-muted">
            {withExact(t('{phone} stays in force until the new one is verified.'), {
              phone: current,
            })}
          </p>
        )}
        <Field
          label={t('Phone number')}
          name="phone"
          type="tel"
          autoComplete="tel"
          hint={t('With the country code, such as +49 151 23456789. We send a code to it.')}
          error={form.wrong['phone']}
        />
      </Form>
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { fieldText } from '../../check-fields.ts';
import { sendTestSms } from '../../../src/features/sms-alerts/contract.ts';
import type { Integration } from '../../ledger.ts';
import { signedInCall, type Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { later } from '../../ui/later.tsx';
import type { Act } from '../../ui/use-act.ts';
import { useForm } from '../../ui/use-form.ts';
import type { Sent } from './delivery-report.tsx';

const DeliveryReport = later(async () => (await import('./delivery-report.tsx')).DeliveryReport);

interface SendFormProps {
  readonly user: Me['user'];
  readonly messenger: Integration | null;
  /** Something was sent, or failed to be: the figures and the list are others now. */
  readonly onChanged: () => Promise<void>;
}

/** The number to send to, and below it what became of the message. */
export function SendForm({ user, messenger, onChanged }: SendFormProps) {
  const form = useForm(sendTestSms);
  const own = user.phone_verified_at === null ? null : user.phone;
  const [sent, setSent] = useState<Sent | null>(null);
  const refusedNumber = form.act.problem?.fields.find(({ path }) => path === 'to');

  async function submit(element: HTMLFormElement) {
    const to = formValues(element, ['to']).to.trim();
    setSent(null);
    const reply = await form.send(
      { to },
      { to: t('Enter a number, such as +14155550123.') },
      async (values) => await signedInCall(sendTestSms, values),
    );
    if (reply?.ok) {
      setSent({ ...reply.value, to });
    } else if (reply) {
      await onChanged();
    }
  }

  return (
    <>
      <Form form={form} label={t('Send test message')} onSubmit={submit}>
        <Field
          label={t('Phone number')}
          name="to"
          type="tel"
          autoComplete="tel"
          defaultValue={own ?? ''}
          hint={own === null ? <NoNumber /> : t('Your own verified number, or another.')}
          error={form.wrong['to'] ?? (refusedNumber && fieldText(refusedNumber))}
        />
      </Form>
      <Result act={form.act}>
        {sent && (
          <DeliveryReport
            key={sent.event_id}
            sent={sent}
            fixFor={(code) => (messenger?.error_code === code ? messenger.suggested_fix : null)}
            onEnd={onChanged}
          />
        )}
      </Result>
    </>
  );
}

interface ResultProps {
  readonly act: Act;
  readonly children: ComponentChildren;
}

/** The place of the result, there from the start. */
function Result({ act, children }: ResultProps) {
  return (
    <section
      aria-label={t('Result')}
      class="min-h-44 rounded-lg border border-hairline bg-sunken p-4 sm:min-h-35"
    >
      {children || <p class="text-[0.9375rem] text-muted">{withoutReport(act)}</p>}
    </section>
  );
}

function withoutReport({ busy, problem }: Act): string {
  if (busy) {
    return t('Sending…');
  }
  if (problem === null) {
    return t('Nothing sent yet. What becomes of a message shows here, up to its delivery.');
  }
  return problem.error_code === 'PROVIDER_TIMEOUT'
    ? t('It is not known whether the message left. Look at the last messages before you try again.')
    : t('The message was not sent. The reason is above.');
}

function NoNumber() {
  return (
    <>
      {t('You have no verified number yet.')}{' '}
      <a class="link" href="/settings/profile">
        {t('Add one to your profile')}
      </a>
    </>
  );
}

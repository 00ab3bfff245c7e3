import { useState } from 'preact/hooks';

import { resendVerification } from '../../../src/features/email-verification/contract.ts';
import { call } from '../../api.ts';
import { t } from '../../text.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { withExact } from '../../ui/exact.tsx';
import { Form } from '../../ui/form.tsx';
import { formValues } from '../../ui/form-values.ts';
import { Notice } from '../../ui/notice.tsx';
import { useForm } from '../../ui/use-form.ts';

/** Asks for the address, for the link does not tell it; the answer is the same for every one. */
export function NewLinkForm() {
  const form = useForm(resendVerification);
  const [email, setEmail] = useState('');

  async function submit(element: HTMLFormElement) {
    const values = formValues(element, ['email']);
    setEmail('');
    const reply = await form.send(
      values,
      { email: t('Enter your e-mail address.') },
      async () => await call(resendVerification, values),
    );
    if (reply?.ok) {
      setEmail(values.email.trim());
    }
  }

  return (
    <>
      <Form form={form} label={t('Send a new link')} wide onSubmit={submit}>
        <EmailField error={form.wrong['email']} />
      </Form>
      <Notice>
        {email &&
          withExact(
            t('If an account here waits for {email} to be confirmed, an e-mail is on its way.'),
            { email },
          )}
      </Notice>
    </>
  );
}

import { t } from '../text.ts';
import { Field } from './field.tsx';

interface EmailFieldProps {
  readonly defaultValue?: string;
  readonly error: string | undefined;
  readonly onText?: (text: string) => void;
}

/** The address by which an account is known; its name in the form is `email`. */
export function EmailField({ onText, ...field }: EmailFieldProps) {
  return (
    <Field
      {...field}
      label={t('E-mail address')}
      name="email"
      type="email"
      autoComplete="username"
      autoCapitalize="none"
      spellcheck={false}
      onInput={(event) => onText?.(event.currentTarget.value)}
    />
  );
}

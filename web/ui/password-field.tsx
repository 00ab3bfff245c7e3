import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { t } from '../text.ts';
import { Field } from './field.tsx';

interface PasswordFieldProps {
  readonly label: string;
  readonly name: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly onText?: (text: string) => void;
}

/** A password that its owner may look at. */
export function PasswordField({ onText, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...field}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      spellcheck={false}
      onInput={(event) => onText?.(event.currentTarget.value)}
      action={
        <button
          type="button"
          class="min-h-8 rounded-md px-2.5 text-sm font-medium text-muted hover:text-ink"
          aria-label={shown ? t('Hide password') : t('Show password')}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('Hide') : t('Show')}
        </button>
      }
    />
  );
}

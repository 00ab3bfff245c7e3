import { useState } from 'preact/hooks';

import { PasswordField } from '../ui/password-field.tsx';
import { lengthHint } from './password-length.ts';
import { StrengthMeter } from './strength-meter.tsx';

interface NewPasswordFieldProps {
  readonly label: string;
  readonly name: string;
  /** Whose it is, where that is known: an address in a password makes it easy to guess. */
  readonly email: string;
  readonly error?: string | undefined;
}

/** A password that is being chosen: how long it is, and how hard to guess. */
export function NewPasswordField({ email, ...field }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('');
  return (
    <div>
      <PasswordField
        {...field}
        autoComplete="new-password"
        hint={lengthHint(password)}
        onText={setPassword}
      />
      <StrengthMeter password={password} email={email} />
    </div>
  );
}

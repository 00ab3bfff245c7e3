import { useEffect, useRef, useState } from 'preact/hooks';

import { t } from './text.ts';
import { CodeField } from './ui/code-field.tsx';
import { Field } from './ui/field.tsx';
import { useComposedText } from './ui/use-composed-text.ts';

/** The second factor: six digits from the app, or one of the backup codes. */
export type Factor = { readonly code: string } | { readonly backup_code: string };

interface FactorFieldProps {
  readonly error?: string | undefined;
  /** Changes whenever a try was refused: the field is emptied and takes the focus. */
  readonly refusal: unknown;
  readonly autoFocus?: boolean;
  /** The sixth digit is there. */
  readonly onComplete?: (factor: Factor) => void;
}

/** The sentence for each of the two when it is left empty. */
export function factorRequired() {
  return {
    code: { code: t('Enter the six digits from your app.') },
    backup_code: { backup_code: t('Enter one of your backup codes.') },
  };
}

/** What must not be empty in a form with this factor. */
export function requiredFor(factor: Factor) {
  const { code, backup_code } = factorRequired();
  return 'code' in factor ? code : backup_code;
}

/** What was entered in the FactorField of this form. */
export function factorFrom(form: HTMLFormElement): Factor {
  const backupCode = new FormData(form).get('backup_code');
  if (typeof backupCode === 'string') {
    return { backup_code: backupCode.trim() };
  }
  const code = new FormData(form).get('code');
  return { code: typeof code === 'string' ? code : '' };
}

/** A code from the app, with a way to use a backup code instead. */
export function FactorField({ error, refusal, autoFocus, onComplete }: FactorFieldProps) {
  const [byBackup, setByBackup] = useState(false);
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const focusNext = useRef(autoFocus ?? false);
  useEffect(() => {
    if (refusal) {
      setText('');
      focusNext.current = true;
    }
  }, [refusal]);
  useEffect(() => {
    if (focusNext.current) {
      focusNext.current = false;
      box.current?.querySelector('input')?.focus();
    }
  });
  const field = { value: text, error, onText: setText };
  return (
    <div ref={box} class="space-y-3">
      {byBackup ? (
        <BackupCodeField {...field} />
      ) : (
        <CodeField
          {...field}
          label={t('Code from your authenticator app')}
          name="code"
          onComplete={(code) => onComplete?.({ code })}
        />
      )}
      <button
        type="button"
        class="link min-h-6 text-sm"
        onClick={() => {
          setByBackup(!byBackup);
          setText('');
          focusNext.current = true;
        }}
      >
        {byBackup ? t('Use a code from your app') : t('Use a backup code')}
      </button>
    </div>
  );
}

interface BackupCodeFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onText: (text: string) => void;
}

function BackupCodeField({ value, error, onText }: BackupCodeFieldProps) {
  return (
    <Field
      label={t('Backup code')}
      name="backup_code"
      {...useComposedText(value, (input) => onText(input.value))}
      hint={t('One of the ten you saved. Each works once.')}
      look="font-mono uppercase tracking-wide"
      autoComplete="off"
      autoCapitalize="characters"
      spellcheck={false}
      error={error}
    />
  );
}

import { useState } from 'preact/hooks';

import { t } from '../text.ts';
import { Field } from './field.tsx';
import { readDigits } from './read-digits.ts';
import { useComposedText } from './use-composed-text.ts';

const DIGITS = 6;

interface CodeFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly onText: (digits: string) => void;
  /** The last digit is there. */
  readonly onComplete?: (digits: string) => void;
}

/** Six digits: typed on any keyboard, pasted in any spacing, or filled in by the device. */
export function CodeField({ onText, onComplete, error, ...field }: CodeFieldProps) {
  const [leftOut, setLeftOut] = useState(false);
  const tooMany = field.value.length > DIGITS;
  const composed = useComposedText(field.value, (input) => {
    const read = readDigits(input.value);
    // Set by hand too: when the state stays the same, nothing is drawn and the letter would stay.
    input.value = read.digits;
    const changed = read.digits !== field.value;
    // Said until the field is empty again: who types on has not read it yet.
    setLeftOut((before) => read.leftOut || (before && read.digits !== ''));
    onText(read.digits);
    if (changed && read.digits.length === DIGITS) {
      onComplete?.(read.digits);
    }
  });
  return (
    <Field
      {...field}
      {...composed}
      error={tooMany ? t('That is more than six digits.') : error}
      hint={
        <span aria-live="polite">
          {leftOut ? t('Only digits are taken here; the rest was left out.') : field.hint}
        </span>
      }
      look="min-h-14 text-center font-mono text-2xl tracking-[0.4em] indent-[0.4em]"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellcheck={false}
    />
  );
}

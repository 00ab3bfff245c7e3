import { Field } from './field.tsx';
import { readDigits } from './read-digits.ts';

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

/** Six digits: typed, pasted in any spacing, or filled in by the device. */
export function CodeField({ onText, onComplete, ...field }: CodeFieldProps) {
  return (
    <Field
      {...field}
      look="min-h-14 text-center font-mono text-2xl tracking-[0.4em] indent-[0.4em]"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellcheck={false}
      onInput={({ currentTarget }) => {
        const digits = readDigits(currentTarget.value, DIGITS);
        // Set by hand too: when the state stays the same, nothing is drawn and the letter would stay.
        currentTarget.value = digits;
        const added = digits !== field.value;
        onText(digits);
        if (added && digits.length === DIGITS) {
          onComplete?.(digits);
        }
      }}
    />
  );
}

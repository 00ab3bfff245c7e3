import {
  h,
  type ComponentChildren,
  type TargetedCompositionEvent,
  type TargetedInputEvent,
} from 'preact';
import { useId } from 'preact/hooks';

/** The attributes of an input that a form here may set. */
interface FieldInput {
  readonly name: string;
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'search' | 'datetime-local';
  readonly value?: string;
  readonly defaultValue?: string;
  readonly autoComplete:
    | 'username'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'tel'
    | 'off';
  readonly inputMode?: 'numeric';
  readonly autoCapitalize?: 'none' | 'characters';
  readonly spellcheck?: false;
  readonly onInput?: (event: TargetedInputEvent<HTMLInputElement>) => void;
  readonly onCompositionEnd?: (event: TargetedCompositionEvent<HTMLInputElement>) => void;
}

interface FieldProps extends FieldInput {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** Sits inside the field's end. */
  readonly action?: ComponentChildren;
  readonly look?: string;
}

const box =
  'block min-h-11 w-full rounded-lg border bg-surface px-3 text-ink placeholder:text-muted ' +
  'focus-visible:outline-offset-0';

/** A labelled input with room for a hint and for what is wrong with it. */
export function Field({ label, hint, error, action, look = '', ...input }: FieldProps) {
  const id = useId();
  const edge = error ? 'border-danger' : 'border-edge';
  return (
    <div class="space-y-1.5">
      <label for={id} class="block text-[0.9375rem] font-medium">
        {label}
      </label>
      <div class="relative">
        {/* Not as a tag: JSX wants to know the type beforehand, and a password may be shown. */}
        {h('input', {
          ...input,
          id,
          class: `${box} ${edge} ${action ? 'pr-18' : ''} ${look}`,
          'aria-invalid': error ? 'true' : 'false',
          'aria-describedby': `${id}-hint ${id}-error`,
        })}
        {action && <div class="absolute inset-y-0 right-0 flex items-center pr-1.5">{action}</div>}
      </div>
      <p id={`${id}-hint`} class="text-sm text-muted empty:hidden">
        {hint}
      </p>
      <p id={`${id}-error`} class="text-sm text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}

import { useId } from 'preact/hooks';

interface CheckboxProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** One choice with its words beside it. */
export function Checkbox({ label, hint, checked, onChange }: CheckboxProps) {
  const id = useId();
  return (
    <div class="flex items-start gap-3">
      <input
        id={id}
        type="checkbox"
        class="mt-0.5 size-5 shrink-0 accent-accent"
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div class="min-w-0">
        <label for={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} class="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

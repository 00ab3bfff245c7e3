import { useId } from 'preact/hooks';

interface SelectFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** One of a few values, as part of a form. */
export function SelectField({ label, name, value, options }: SelectFieldProps) {
  const id = useId();
  return (
    <div class="space-y-1.5">
      <label for={id} class="block text-[0.9375rem] font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        class="block min-h-11 w-full cursor-pointer rounded-lg border border-edge bg-surface px-3 text-ink"
      >
        {options.map(([key, text]) => (
          <option key={key} value={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

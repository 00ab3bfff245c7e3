import type { ComponentChildren } from 'preact';

interface FiguresProps {
  readonly figures: readonly (readonly [name: string, value: ComponentChildren])[];
}

/** A few small facts in columns, each under its name. */
export function Figures({ figures }: FiguresProps) {
  return (
    <dl class="grid grid-cols-2 gap-x-6 gap-y-3 text-[0.9375rem] sm:grid-cols-3">
      {figures.map(([name, value]) => (
        <div key={name} class="min-w-0">
          <dt class="text-sm text-muted">{name}</dt>
          <dd class="break-words tabular-nums first-letter:uppercase">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

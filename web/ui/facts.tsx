import type { ComponentChildren } from 'preact';

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[];
}

/** Names and values, side by side where there is room. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl class="divide-y divide-hairline border-t border-hairline text-[0.9375rem]">
      {facts.map(([name, value]) => (
        <div key={name} class="grid gap-x-4 py-2.5 sm:grid-cols-[10rem_1fr]">
          <dt class="text-muted">{name}</dt>
          <dd class="min-w-0 break-words first-letter:uppercase">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

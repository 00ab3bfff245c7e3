import { t } from '../text.ts';

interface StepsProps {
  readonly names: readonly string[];
  /** Counted from 0. */
  readonly current: number;
}

/** Where one is in a short row of steps. */
export function Steps({ names, current }: StepsProps) {
  return (
    <ol class="flex gap-2">
      {names.map((name, index) => (
        <li
          key={name}
          aria-current={index === current ? 'step' : undefined}
          class={`flex-1 border-t-2 pt-2 text-sm ${
            index <= current ? 'border-accent' : 'border-hairline'
          } ${index === current ? 'font-medium text-ink' : 'text-muted'}`}
        >
          <span class="tabular-nums">{index + 1}</span> {name}
          {index < current && <span class="sr-only"> {t('(done)')}</span>}
        </li>
      ))}
    </ol>
  );
}

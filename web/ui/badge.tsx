interface BadgeProps {
  readonly tone: 'good' | 'plain' | 'caution';
  readonly children: string;
}

const tones = Object.freeze({
  good: 'bg-accent-wash text-accent',
  plain: 'bg-sunken text-muted',
  caution: 'bg-caution-wash text-caution',
});

/** A state in one word. */
export function Badge({ tone, children }: BadgeProps) {
  return (
    <span
      class={`shrink-0 rounded-full px-2.5 py-0.5 text-[0.8125rem] font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

interface BrandMarkProps {
  /** The arch that is lit: one for each factor, or both. */
  readonly lit?: 'both' | 'outer' | 'inner';
  readonly look?: string;
}

/** The brand's mark: two arches, one inside the other. */
export function BrandMark({ lit = 'both', look = 'size-7' }: BrandMarkProps) {
  const outer = lit === 'inner' ? 'fill-edge' : 'fill-accent';
  const inner = lit === 'outer' ? 'fill-edge' : 'fill-accent';
  return (
    <svg class={look} viewBox="0 0 32 32" aria-hidden="true">
      <path class={outer} d="M3 30V15a13 13 0 0 1 26 0v15h-4.5V15.5a8.5 8.5 0 0 0-17 0V30z" />
      <path class={inner} d="M11.5 30V16a4.5 4.5 0 0 1 9 0v14z" />
    </svg>
  );
}

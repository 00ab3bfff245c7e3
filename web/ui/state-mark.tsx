interface StateMarkProps {
  readonly tone: 'good' | 'bad' | 'none';
  /** The state in words; the sign before it only repeats them. */
  readonly children: string;
}

const colours = Object.freeze({ good: 'text-ink', bad: 'text-danger', none: 'text-muted' });

/** A state told by a sign of its own shape and by words, so that colour is never alone. */
export function StateMark({ tone, children }: StateMarkProps) {
  return (
    <span class={`inline-flex items-center gap-1.5 text-[0.9375rem] ${colours[tone]}`}>
      <Sign tone={tone} />
      {children}
    </span>
  );
}

/** A tick in a disc, a cross in a square, or an empty ring. */
export function Sign({ tone }: { readonly tone: 'good' | 'bad' | 'none' }) {
  return (
    <svg class="size-4 shrink-0" viewBox="0 0 16 16" fill="none" aria-hidden="true">
      {tone === 'good' && (
        <>
          <circle class="fill-accent" cx="8" cy="8" r="7.5" />
          <path class="stroke-on-accent" d="m4.8 8.2 2.2 2.2 4.2-4.6" stroke-width="1.75" />
        </>
      )}
      {tone === 'bad' && (
        <>
          <rect class="fill-danger" x="1" y="1" width="14" height="14" rx="3" />
          <path class="stroke-on-danger" d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" stroke-width="1.75" />
        </>
      )}
      {tone === 'none' && (
        <circle
          class="stroke-edge"
          cx="8"
          cy="8"
          r="6.5"
          stroke-width="1.75"
          stroke-dasharray="3"
        />
      )}
    </svg>
  );
}

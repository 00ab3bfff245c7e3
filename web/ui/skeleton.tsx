/** Holds the place of what is still on its way. */
export function Skeleton({ label, lines }: { readonly label: string; readonly lines: number }) {
  return (
    <div role="status" class="space-y-3 py-1">
      <span class="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          class={`h-4 animate-pulse rounded bg-hairline ${line % 2 === 0 ? 'w-3/4' : 'w-1/2'}`}
        />
      ))}
    </div>
  );
}

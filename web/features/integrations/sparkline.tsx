import type { ProviderCall } from '../../ledger.ts';
import { t } from '../../text.ts';
import { durationText } from '../../ui/duration-text.ts';
import { barsOf, drawing, summaryOf, type Bar } from './sparkline-geometry.ts';

/** The last calls as bars: their latency by height, a failure by a flag above it. */
export function Sparkline({ calls }: { readonly calls: readonly ProviderCall[] }) {
  const { count, failed } = summaryOf(calls);
  return (
    <figure class="space-y-1.5">
      <svg
        class="h-10 w-full"
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(calls)}
      >
        <rect class="fill-hairline" y={drawing.height - 1} width={drawing.width} height="1" />
        {barsOf(calls).map((bar) => (
          <BarShape key={bar.id} bar={bar} />
        ))}
      </svg>
      <figcaption class="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span>{countText(count)}</span>
        {count > 0 && (
          <span class="inline-flex items-center gap-1.5">
            {failed > 0 && <FlagShape />}
            {failed === 0 ? t('None failed') : t('{failed} failed', { failed })}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function BarShape({ bar: { x, y, height, failed, open } }: { readonly bar: Bar }) {
  const colour = failed ? 'fill-danger' : open ? 'fill-edge' : 'fill-accent';
  return (
    <>
      <rect class={colour} x={x} y={y} width={drawing.bar} height={height} />
      {failed && <rect class="fill-danger" x={x} y="0" width={drawing.bar} height="4" />}
    </>
  );
}

/** The key to the drawing: a failed bar in small. */
function FlagShape() {
  return (
    <svg class="h-3.5 w-1.5" viewBox="0 0 6 14" aria-hidden="true">
      <path class="fill-danger" d="M0 0h6v3H0zM0 5h6v9H0z" />
    </svg>
  );
}

function countText(count: number): string {
  if (count === 0) {
    return t('No calls yet');
  }
  return count === 1 ? t('The last call') : t('The last {count} calls', { count });
}

function describe(calls: readonly ProviderCall[]): string {
  const { count, failed, range } = summaryOf(calls);
  const first = `${countText(count)}. ${t('Failed: {failed}.', { failed })}`;
  return range
    ? `${first} ${t('Latency from {low} to {high}.', { low: durationText(range[0]), high: durationText(range[1]) })}`
    : first;
}

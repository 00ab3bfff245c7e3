import { useCallback } from 'preact/hooks';

import { loadCalls, type Integration } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { Figures } from '../../ui/figures.tsx';
import { later } from '../../ui/later.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { ProviderActs } from './provider-acts.tsx';
import { kindText, statesOf } from './provider-words.ts';
import { Trouble } from './trouble.tsx';

const Sparkline = later(async () => (await import('./sparkline.tsx')).Sparkline);

interface ProviderCardProps {
  readonly integration: Integration;
  readonly mayCheck: boolean;
  /** Changes when everything is to be looked up again. */
  readonly turn: unknown;
  /** A call was made: the figures are others now. */
  readonly onCalled: () => Promise<void>;
}

/** All that is known of one provider, and what can be done about it. */
export function ProviderCard({ integration, ...acts }: ProviderCardProps) {
  const { provider, label, kind, mode } = integration;
  const id = `provider-${provider}`;
  return (
    <section aria-labelledby={id} class="rounded-xl border border-hairline bg-surface">
      <div class="space-y-4 p-5 sm:p-6">
        <div class="space-y-2">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 id={id} class="text-lg font-semibold tracking-tight">
              {t(label)}
            </h2>
            {mode === 'simulator' && <Badge tone="caution">{t('Simulator')}</Badge>}
            <span class="text-[0.9375rem] text-muted">{kindText(kind)}</span>
          </div>
          <ul class="flex flex-wrap gap-x-6 gap-y-1">
            {statesOf(integration).map(({ tone, words }) => (
              <li key={words}>
                <StateMark tone={tone}>{words}</StateMark>
              </li>
            ))}
          </ul>
        </div>
        <Trouble integration={integration} />
        {(integration.configured || wasCalled(integration)) && (
          <Calls integration={integration} {...acts} />
        )}
      </div>
    </section>
  );
}

/** Without keys and without a past there is nothing to draw or to ask. */
function wasCalled({ last_used_at, last_success_at, check_count_24h }: Integration): boolean {
  return last_used_at !== null || last_success_at !== null || check_count_24h > 0;
}

function Calls({ integration, mayCheck, turn, onCalled }: ProviderCardProps) {
  const { provider } = integration;
  const load = useCallback(async () => await loadCalls(provider), [provider]);
  const calls = useLoaded(load, turn);
  return (
    <>
      <ShowLoaded loaded={calls} waiting={<SparklinePlace />}>
        {({ events }) => (
          <div class="min-h-[4.125rem]">
            <Sparkline calls={events} />
          </div>
        )}
      </ShowLoaded>
      <Figures figures={figuresOf(integration)} />
      <ProviderActs
        integration={integration}
        mayCheck={mayCheck}
        onCalled={async () => {
          await Promise.all([onCalled(), calls.reload()]);
        }}
      />
    </>
  );
}

function figuresOf(integration: Integration) {
  return [
    [t('Last used'), momentOrNever(integration.last_used_at)],
    [t('Last success'), momentOrNever(integration.last_success_at)],
    [t('Uses in 24 h'), integration.proof_of_use_count_24h],
    [t('Checks in 24 h'), integration.check_count_24h],
    [t('Typical call (p50)'), durationOrDash(integration.p50_ms)],
    [t('Slow call (p95)'), durationOrDash(integration.p95_ms)],
  ] as const;
}

function momentOrNever(at: string | null) {
  return at === null ? t('Never') : <Moment at={at} />;
}

function durationOrDash(milliseconds: number | null): string {
  return milliseconds === null ? '–' : durationText(milliseconds);
}

/** As tall as the drawing and the line below it. */
function SparklinePlace() {
  return (
    <div role="status" class="h-[4.125rem] animate-pulse">
      <span class="sr-only">{t('Loading the calls')}</span>
      <div class="h-10 rounded bg-hairline" />
    </div>
  );
}

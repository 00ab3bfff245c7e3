import type { Integration } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import { leadingState } from './provider-words.ts';

interface AtAGlanceProps {
  readonly loaded: Loaded<{ readonly integrations: readonly Integration[] }>;
}

/** Every outside service in one line each. */
export function AtAGlance({ loaded }: AtAGlanceProps) {
  return (
    <Card
      title={t('Integrations')}
      footer={
        <a class="link text-[0.9375rem]" href="/connections">
          {t('All connections')}
        </a>
      }
    >
      <ShowLoaded loaded={loaded} waiting={<RowPlaces />}>
        {({ integrations }) => (
          <ul class="divide-y divide-hairline border-t border-hairline">
            {integrations.map((integration) => (
              <Row key={integration.provider} integration={integration} />
            ))}
          </ul>
        )}
      </ShowLoaded>
    </Card>
  );
}

const row = 'grid min-h-16 content-center gap-x-4 sm:min-h-12';

function Row({ integration }: { readonly integration: Integration }) {
  const { label, mode, proof_of_use_count_24h: uses } = integration;
  const { tone, words } = leadingState(integration);
  return (
    <li class={`${row} grid-cols-[1fr_auto] items-center sm:grid-cols-[1fr_12rem_9rem]`}>
      <span class="flex items-center gap-2.5 text-[0.9375rem] font-medium max-sm:col-span-2">
        {t(label)}
        {mode === 'simulator' && <Badge tone="caution">{t('Simulator')}</Badge>}
      </span>
      <span class="flex">
        <StateMark tone={tone}>{words}</StateMark>
      </span>
      <span class="text-right text-sm text-muted tabular-nums">
        {uses === 1 ? t('1 use in 24 h') : t('{count} uses in 24 h', { count: uses })}
      </span>
    </li>
  );
}

const PLACES = 5;

function RowPlaces() {
  return (
    <div role="status">
      <span class="sr-only">{t('Loading')}</span>
      <div class="divide-y divide-hairline border-t border-hairline">
        {Array.from({ length: PLACES }, (_, place) => (
          <div key={place} class={row}>
            <div class="h-4 w-1/2 animate-pulse rounded bg-hairline" />
          </div>
        ))}
      </div>
    </div>
  );
}

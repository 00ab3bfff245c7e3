import type { CallPage, ProviderCall } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { TraceId } from '../../ui/trace-id.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import { stageOf } from './delivery-watch.ts';

const SHOWN = 10;

/** The newest messages and how they ended. */
export function LastSends({ loaded }: { readonly loaded: Loaded<CallPage> }) {
  return (
    <Card title={t('Last messages')}>
      <ShowLoaded loaded={loaded} waiting={<Skeleton label={t('Loading')} lines={6} />}>
        {({ events }) => <Sends sends={events.filter(isSend).slice(0, SHOWN)} />}
      </ShowLoaded>
    </Card>
  );
}

function isSend({ kind }: ProviderCall): boolean {
  return kind === 'use';
}

function Sends({ sends }: { readonly sends: readonly ProviderCall[] }) {
  if (sends.length === 0) {
    return (
      <p class="text-[0.9375rem] text-muted">
        {t('No message was sent yet. Send a test message above to see it here.')}
      </p>
    );
  }
  return (
    <ol class="divide-y divide-hairline border-t border-hairline">
      {sends.map((send) => (
        <li key={send.id} class="space-y-1 py-3 last:pb-0">
          <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Outcome send={send} />
            {send.error_code !== null && (
              <code translate={false} class="font-mono text-[0.8125rem] text-muted">
                {send.error_code}
              </code>
            )}
            <span class="ml-auto text-sm text-muted">
              <Moment at={send.at} />
            </span>
          </div>
          <TraceId id={send.trace_id} />
        </li>
      ))}
    </ol>
  );
}

function Outcome({ send }: { readonly send: ProviderCall }) {
  if (send.status === 'PENDING') {
    return <StateMark tone="none">{t('Under way')}</StateMark>;
  }
  if (send.status === 'FAIL' && send.delivery_status === null) {
    return <StateMark tone="bad">{t('Not sent')}</StateMark>;
  }
  const stage = stageOf(send);
  if (stage === 'delivered') {
    return <StateMark tone="good">{t('Delivered')}</StateMark>;
  }
  return stage === 'lost' ? (
    <StateMark tone="bad">{t('Not delivered')}</StateMark>
  ) : (
    <StateMark tone="none">{t('Taken, delivery not reported')}</StateMark>
  );
}

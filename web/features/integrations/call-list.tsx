import type { ComponentChildren } from 'preact';

import type { ProviderCall } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { Moment } from '../../ui/moment.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { TraceId } from '../../ui/trace-id.tsx';
import { callState } from './provider-words.ts';

/** Calls to one provider, newest first, each with all the ledger knows of it. */
export function CallList({ calls }: { readonly calls: readonly ProviderCall[] }) {
  return (
    <ol class="divide-y divide-hairline border-b border-hairline">
      {calls.map((call) => (
        <CallRow key={call.id} call={call} />
      ))}
    </ol>
  );
}

function CallRow({ call }: { readonly call: ProviderCall }) {
  const { tone, words } = callState(call);
  const details: readonly (readonly [string, string | number | null])[] = [
    [t('Latency'), call.latency_ms === null ? null : durationText(call.latency_ms)],
    [t('HTTP status'), call.http_status],
    [t('Error'), call.error_code],
    [t('Delivery'), call.delivery_status],
    [t('Provider reference'), call.provider_ref],
  ];
  return (
    <li class="space-y-2 px-5 py-4 sm:px-6">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateMark tone={tone}>{words}</StateMark>
        <code translate={false} class="font-mono text-sm">
          {call.operation}
        </code>
        <Badge tone="plain">{call.kind === 'use' ? t('Use') : t('Check')}</Badge>
        <span class="ml-auto text-sm text-muted">
          <Moment at={call.at} />
        </span>
      </div>
      <dl class="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {details.map(([name, value]) =>
          value === null ? null : (
            <Detail key={name} name={name}>
              {value}
            </Detail>
          ),
        )}
      </dl>
      <TraceId id={call.trace_id} />
    </li>
  );
}

interface DetailProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

function Detail({ name, children }: DetailProps) {
  return (
    <div class="flex min-w-0 gap-1.5">
      <dt class="shrink-0 text-muted">{name}</dt>
      <dd translate={false} class="min-w-0 font-mono break-all">
        {children}
      </dd>
    </div>
  );
}

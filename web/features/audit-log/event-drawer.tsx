import { t } from '../../text.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { ExactMoment } from '../../ui/exact-moment.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { addressText } from './address-text.ts';
import type { AuditEvent, People } from './events.ts';
import { pathOf, type Filter } from './filter.ts';

interface EventDrawerProps {
  readonly event: AuditEvent;
  readonly people: People;
  readonly onAway: () => void;
}

/** Everything a row holds, and the ways to what belongs to it. */
export function EventDrawer({ event, people, onAway }: EventDrawerProps) {
  return (
    <Drawer title={t('Event')} onAway={onAway}>
      <div class="space-y-6 px-5 py-5 sm:px-6">
        <nav aria-label={t('What belongs to it')} class="flex flex-wrap gap-x-5 gap-y-2">
          {waysFrom(event).map(([name, filter]) => (
            <a key={name} class="link text-[0.9375rem]" href={pathOf(filter)} onClick={onAway}>
              {name}
            </a>
          ))}
        </nav>
        <dl class="divide-y divide-hairline border-t border-hairline text-[0.9375rem]">
          {factsOf(event, people).map(([name, value]) => (
            <div key={name} class="grid gap-x-4 py-2.5 sm:grid-cols-[10rem_1fr]">
              <dt class="text-muted">{name}</dt>
              <dd class="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
        <section aria-label={t('Details')}>
          <h3 class="mb-2 font-semibold">{t('Details')}</h3>
          <pre
            translate={false}
            class="rounded-lg bg-sunken p-4 font-mono text-sm break-words whitespace-pre-wrap"
          >
            {JSON.stringify(event.metadata, null, 2)}
          </pre>
        </section>
      </div>
    </Drawer>
  );
}

function waysFrom(event: AuditEvent): (readonly [name: string, filter: Filter])[] {
  const { session_id: session } = event.metadata;
  return [
    [t('Everything with this trace'), { trace_id: event.trace_id }],
    ...(typeof session === 'string'
      ? ([[t('Everything of this session'), { session_id: session }]] as const)
      : []),
    ...(event.actor_id === null
      ? []
      : ([[t('Everything by this actor'), { actor: event.actor_id }]] as const)),
    ...(event.target_id === null
      ? []
      : ([[t('Everything done to this target'), { target: event.target_id }]] as const)),
  ];
}

/** The kind of somebody, their address as long as they have an account, and the id. */
function personText(type: string | null, id: string | null, people: People): string {
  return [type, id === null ? undefined : people[id], id].filter(Boolean).join(' ');
}

function factsOf(event: AuditEvent, people: People) {
  return [
    [t('Action'), exact(event.action)],
    [t('Outcome'), event.outcome === 'success' ? t('Succeeded') : t('Refused')],
    [t('Time'), <ExactMoment key="at" at={event.at} />],
    [t('Actor'), exact(personText(event.actor_type, event.actor_id, people))],
    [
      t('Target'),
      event.target_id ? exact(personText(event.target_type, event.target_id, people)) : '–',
    ],
    [t('IP address'), exact(addressText(event.ip))],
    [t('Browser'), event.user_agent ? exact(event.user_agent) : '–'],
    [
      t('Trace id'),
      <span key="trace" class="flex items-start justify-between gap-3">
        {exact(event.trace_id)}
        <CopyButton text={event.trace_id} label={t('Copy trace id')} />
      </span>,
    ],
    [t('Number'), event.seq],
    [t('Id'), exact(event.id)],
  ] as const;
}

function exact(text: string) {
  return (
    <code translate={false} class="font-mono text-sm break-words">
      {text}
    </code>
  );
}

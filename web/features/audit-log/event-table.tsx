import { t } from '../../text.ts';
import { ExactMoment } from '../../ui/exact-moment.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { addressText } from './address-text.ts';
import type { AuditEvent } from './events.ts';

interface EventTableProps {
  readonly events: readonly AuditEvent[];
  readonly onOpen: (event: AuditEvent) => void;
}

const HEAD = 'py-2 pr-4 text-sm font-medium text-muted';
const CELL = 'py-2.5 pr-4 align-top';

/** One row each, newest first; on a phone the time stands below the action. */
export function EventTable({ events, onOpen }: EventTableProps) {
  return (
    <table class="w-full table-fixed border-t border-hairline text-left text-[0.9375rem]">
      <caption class="sr-only">{t('Audit')}</caption>
      <thead>
        <tr class="border-b border-hairline">
          <th scope="col" class={`${HEAD} w-56 max-md:hidden`}>
            {t('Time')}
          </th>
          <th scope="col" class={HEAD}>
            {t('Action')}
          </th>
          <th scope="col" class={`${HEAD} w-28 sm:w-32`}>
            {t('Outcome')}
          </th>
          <th scope="col" class={`${HEAD} w-36 max-md:hidden`}>
            {t('Actor')}
          </th>
          <th scope="col" class={`${HEAD} max-lg:hidden lg:w-64`}>
            {t('IP address')}
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} onOpen={() => onOpen(event)} />
        ))}
      </tbody>
    </table>
  );
}

interface EventRowProps {
  readonly event: AuditEvent;
  readonly onOpen: () => void;
}

function EventRow({ event, onOpen }: EventRowProps) {
  return (
    <tr class="border-b border-hairline hover:bg-sunken">
      <td class={`${CELL} whitespace-nowrap text-muted max-md:hidden`}>
        <ExactMoment at={event.at} />
      </td>
      <td class={CELL}>
        <button
          type="button"
          class="link min-h-6 max-w-full text-left font-mono text-sm break-words"
          onClick={onOpen}
        >
          {event.action}
        </button>
        <p class="text-sm text-muted md:hidden">
          <ExactMoment at={event.at} />
        </p>
      </td>
      <td class={CELL}>
        <StateMark tone={event.outcome === 'success' ? 'good' : 'bad'}>
          {event.outcome === 'success' ? t('Succeeded') : t('Refused')}
        </StateMark>
      </td>
      <td class={`${CELL} text-muted max-md:hidden`}>
        {event.actor_type}
        {event.actor_id && (
          <span class="block font-mono text-sm" title={event.actor_id}>
            …{event.actor_id.slice(-8)}
          </span>
        )}
      </td>
      <td class={`${CELL} break-all text-muted max-lg:hidden`}>{addressText(event.ip)}</td>
    </tr>
  );
}

import { useState } from 'preact/hooks';

import { t } from '../../text.ts';
import type { AuditEvent, People } from './events.ts';
import { EventRow } from './event-row.tsx';
import { foldRepeats, type Repeats } from './fold.ts';

interface EventTableProps {
  readonly events: readonly AuditEvent[];
  readonly people: People;
  readonly onOpen: (event: AuditEvent) => void;
}

const HEAD = 'py-2 pr-4 text-sm font-medium text-muted';

/** Newest first, repeats as one row with their number; on a phone the rest stands below the action. */
export function EventTable({ events, people, onOpen }: EventTableProps) {
  return (
    <table class="w-full table-fixed border-t border-hairline text-left text-[0.9375rem]">
      <caption class="sr-only">{t('Audit')}</caption>
      <thead>
        <tr class="border-b border-hairline">
          <th scope="col" class={`${HEAD} w-48 max-lg:hidden`}>
            {t('Time')}
          </th>
          <th scope="col" class={HEAD}>
            {t('Action')}
          </th>
          <th scope="col" class={`${HEAD} w-28 sm:w-32`}>
            {t('Outcome')}
          </th>
          <th scope="col" class={`${HEAD} w-64 max-md:hidden`}>
            {t('Actor')}
          </th>
          <th scope="col" class={`${HEAD} max-lg:hidden lg:w-52`}>
            {t('IP address')}
          </th>
        </tr>
      </thead>
      <tbody>
        {foldRepeats(events).map((repeats) => (
          <RepeatedRow key={repeats.newest.id} repeats={repeats} people={people} onOpen={onOpen} />
        ))}
      </tbody>
    </table>
  );
}

interface RepeatedRowProps extends Pick<EventTableProps, 'people' | 'onOpen'> {
  readonly repeats: Repeats;
}

function RepeatedRow({ repeats: { newest, older }, people, onOpen }: RepeatedRowProps) {
  const [isOpen, setOpen] = useState(false);
  const fold =
    older.length === 0
      ? null
      : { count: older.length + 1, isOpen, onToggle: () => setOpen(!isOpen) };
  return (
    <>
      <EventRow event={newest} people={people} onOpen={() => onOpen(newest)} fold={fold} />
      {isOpen &&
        older.map((event) => (
          <EventRow
            key={event.id}
            event={event}
            people={people}
            onOpen={() => onOpen(event)}
            fold={null}
          />
        ))}
    </>
  );
}

import { t } from '../../text.ts';
import { ExactMoment } from '../../ui/exact-moment.tsx';
import { Exact } from '../../ui/exact.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { addressText } from './address-text.ts';
import type { AuditEvent, People } from './events.ts';
import { PersonName } from './person-name.tsx';

/** How many events a row stands for, and whether the others are shown below it. */
interface Fold {
  readonly count: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

interface EventRowProps {
  readonly event: AuditEvent;
  readonly people: People;
  readonly onOpen: () => void;
  readonly fold: Fold | null;
}

const CELL = 'py-2.5 pr-4 align-top';

/** One event, or the newest of several that say the same. */
export function EventRow({ event, people, onOpen, fold }: EventRowProps) {
  return (
    <tr class="border-b border-hairline hover:bg-sunken">
      <td class={`${CELL} whitespace-nowrap text-muted max-lg:hidden`}>
        <ExactMoment at={event.at} />
      </td>
      <td class={CELL}>
        <button
          type="button"
          class="link min-h-6 max-w-full text-left font-mono text-sm break-words"
          translate={false}
          onClick={onOpen}
        >
          {event.action}
        </button>
        {fold && <FoldButton fold={fold} />}
        <p class="text-sm text-muted lg:hidden">
          <ExactMoment at={event.at} />
        </p>
        <div class="text-sm text-muted md:hidden">
          <Who event={event} people={people} />
        </div>
      </td>
      <td class={CELL}>
        <StateMark tone={event.outcome === 'success' ? 'good' : 'bad'}>
          {event.outcome === 'success' ? t('Succeeded') : t('Refused')}
        </StateMark>
      </td>
      <td class={`${CELL} text-muted max-md:hidden`}>
        <Who event={event} people={people} />
      </td>
      <td class={`${CELL} break-all text-muted max-lg:hidden`}>
        <Exact>{addressText(event.ip)}</Exact>
      </td>
    </tr>
  );
}

function FoldButton({ fold: { count, isOpen, onToggle } }: { readonly fold: Fold }) {
  return (
    <button
      type="button"
      class="link ml-3 min-h-6 text-sm"
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      {isOpen
        ? t('{count} in a row: show one', { count })
        : t('{count} in a row: show all', { count })}
    </button>
  );
}

/** Who acted, and on whom where that is somebody else. */
function Who({ event, people }: Pick<EventRowProps, 'event' | 'people'>) {
  const { actor_type: type, actor_id: actor, target_id: target } = event;
  return (
    <>
      {actor === null ? type : <PersonName id={actor} people={people} />}
      {target !== null && target !== actor && (
        <div class="mt-1">
          <span class="block text-sm">{t('Target')}:</span>
          <PersonName id={target} people={people} />
        </div>
      )}
    </>
  );
}

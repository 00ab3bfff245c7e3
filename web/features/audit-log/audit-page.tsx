import { useLocation } from 'preact-iso';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';

import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { EventTable } from './event-table.tsx';
import { loadEvents, type AuditEvent, type People } from './events.ts';
import { ExportButtons } from './export-buttons.tsx';
import { FilterForm } from './filter-form.tsx';
import { pathOf, readFilter } from './filter.ts';

const EventDrawer = later(async () => (await import('./event-drawer.tsx')).EventDrawer);
const VerifyCard = later(async () => (await import('./verify-card.tsx')).VerifyCard);

/** The trail. What is looked for stands in the address, so that it can be sent to somebody. */
export function AuditPage({ mayExport }: { readonly mayExport: boolean }) {
  const { url, route } = useLocation();
  const [, search = ''] = url.split('?');
  const filter = useMemo(() => readFilter(`?${search}`), [search]);
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  useEffect(() => setOpened(null), [search]);
  const load = useCallback(
    async (before: string | null) => await loadEvents(filter, before),
    [filter],
  );
  const pages = usePages(load);
  const events = pages.all.flatMap((page) => page.events);
  const people: People = Object.assign({}, ...pages.all.map((page) => page.people));
  return (
    <>
      <FilterForm filter={filter} onFilter={(wanted) => route(pathOf(wanted))} />
      {mayExport && <ExportButtons filter={filter} />}
      <ShowLoaded loaded={pages.first} waiting={<Skeleton label={t('Loading')} lines={12} />}>
        {() =>
          events.length === 0 ? (
            <p role="status" class="py-6 text-muted">
              {t('Nothing fits. Leave something out of the search.')}
            </p>
          ) : (
            <>
              <EventTable events={events} people={people} onOpen={setOpened} />
              <LoadMore pages={pages} count={events.length} />
            </>
          )
        }
      </ShowLoaded>
      {pages.first.value && <VerifyCard />}
      {opened && <EventDrawer event={opened} people={people} onAway={() => setOpened(null)} />}
    </>
  );
}

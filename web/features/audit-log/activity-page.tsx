import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { ExactMoment } from '../../ui/exact-moment.tsx';
import { Exact } from '../../ui/exact.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Sign } from '../../ui/state-mark.tsx';
import { TraceId } from '../../ui/trace-id.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { activityText } from './activity-words.ts';
import { browserOf } from './browser-of.ts';
import { loadActivity, type Activity } from './events.ts';

/** What happened to the person's own account, newest first, in plain words. */
export function ActivityPage() {
  const pages = usePages(loadActivity);
  const events = pages.all.flatMap((page) => page.events);
  return (
    <ShowLoaded loaded={pages.first} waiting={<Skeleton label={t('Loading')} lines={12} />}>
      {() => (
        <>
          <p class="text-[0.9375rem] text-muted">
            {t('Something here was not you?')}{' '}
            <a class="link" href="/settings/security">
              {t('Change your password')}
            </a>
          </p>
          {events.length > 0 && (
            <ol class="divide-y divide-hairline border-y border-hairline">
              {events.map((event) => (
                <ActivityRow key={event.id} event={event} />
              ))}
            </ol>
          )}
          <LoadMore pages={pages} count={events.length} />
        </>
      )}
    </ShowLoaded>
  );
}

/** Who it was, other than the person. */
const bywords = () => ({
  somebody: t('By somebody who did not prove to be you'),
  staff: t('By an administrator'),
  system: t('By nobody signed in'),
});

function ActivityRow({ event }: { readonly event: Activity }) {
  const isRefused = event.outcome === 'refused';
  return (
    <li class="space-y-1 py-3.5 text-[0.9375rem]">
      <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p class="flex min-w-0 items-start gap-2 font-medium">
          <span class="mt-1">
            <Sign tone={isRefused ? 'bad' : 'good'} />
          </span>
          <span class="min-w-0 break-words">{activityText(event)}</span>
        </p>
        <span class="text-sm text-muted">
          <ExactMoment at={event.at} />
        </span>
      </div>
      <div class="space-y-1 pl-6">
        {event.by !== 'you' && <Badge tone="plain">{bywords()[event.by]}</Badge>}
        {event.ip !== null && (
          <p class="text-sm text-muted" title={event.user_agent ?? ''}>
            {browserOf(event.user_agent ?? '')} · <Exact look="break-all">{event.ip}</Exact>
          </p>
        )}
        <TraceId id={event.trace_id} />
      </div>
    </li>
  );
}

import { listActivity } from '../../../src/features/audit-log/contract.ts';
import { signedInCall } from '../../session.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { useReturns } from '../../ui/connection.ts';
import { Moment } from '../../ui/moment.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Sign } from '../../ui/state-mark.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { activityText } from './activity-words.ts';

const SHOWN = '5';

const loadNewest = async () => await signedInCall(listActivity, {}, { query: { limit: SHOWN } });

/** What happened last to the person's account. */
export function RecentActivity() {
  const newest = useLoaded(loadNewest, useReturns());
  return (
    <Card
      title={t('Recent activity')}
      footer={
        <a class="link text-[0.9375rem]" href="/settings/activity">
          {t('All activity')}
        </a>
      }
    >
      <ShowLoaded loaded={newest} waiting={<Skeleton label={t('Loading')} lines={5} />}>
        {({ events }) => (
          <ol class="divide-y divide-hairline border-t border-hairline">
            {events.map((event) => (
              <li
                key={event.id}
                class="grid min-h-12 grid-cols-[auto_1fr] items-center gap-x-3 py-2 text-[0.9375rem] sm:grid-cols-[auto_1fr_auto]"
              >
                <Sign tone={event.outcome === 'refused' ? 'bad' : 'good'} />
                <span class="min-w-0 break-words">{activityText(event)}</span>
                <span class="text-sm text-muted max-sm:col-start-2">
                  <Moment at={event.at} />
                </span>
              </li>
            ))}
          </ol>
        )}
      </ShowLoaded>
    </Card>
  );
}

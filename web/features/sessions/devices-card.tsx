import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import type { listSessions } from '../../../src/features/sessions/contract.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Loaded } from '../../ui/use-loaded.ts';
import { methodNames } from './method-names.ts';

type SessionList = ViewOf<typeof listSessions>;
type SessionRow = SessionList['sessions'][number];

const SHOWN = 5;

/** Where the person is signed in, the newest sign-in first. */
export function DevicesCard({ loaded }: { readonly loaded: Loaded<SessionList> }) {
  return (
    <Card
      title={t('Devices')}
      footer={
        <a class="link text-[0.9375rem]" href="/settings/sessions">
          {t('All devices')}
        </a>
      }
    >
      <ShowLoaded loaded={loaded} waiting={<Skeleton label={t('Loading')} lines={4} />}>
        {({ sessions }) => <SignIns sessions={sessions} />}
      </ShowLoaded>
    </Card>
  );
}

function SignIns({ sessions }: { readonly sessions: readonly SessionRow[] }) {
  const newest = sessions
    .toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
    .slice(0, SHOWN);
  return (
    <>
      <ul class="divide-y divide-hairline border-t border-hairline">
        {newest.map((session) => (
          <li key={session.id} class="grid min-h-16 content-center py-2 text-[0.9375rem]">
            <div class="flex items-center gap-2.5">
              <span class="min-w-0 truncate font-medium">
                {t('{browser} on {device}', {
                  browser: session.browser,
                  device: session.device,
                })}
              </span>
              {session.current && <Badge tone="good">{t('This one')}</Badge>}
            </div>
            <p class="flex justify-between gap-4 text-sm text-muted">
              <span class="min-w-0">
                <span translate={false} class="font-mono text-[0.8125rem] break-all">
                  {session.ip}
                </span>
                {session.place && <> · {session.place}</>} · {methodNames()[session.method]}
              </span>
              <span class="shrink-0">
                <Moment at={session.created_at} />
              </span>
            </p>
          </li>
        ))}
      </ul>
      {sessions.length === 1 && (
        <p class="text-[0.9375rem] text-muted">
          {t(
            'You are signed in nowhere else. If that ever looks wrong, end the session and change your password.',
          )}
        </p>
      )}
    </>
  );
}

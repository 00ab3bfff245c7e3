import { useCallback } from 'preact/hooks';

import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { Exact } from '../../ui/exact.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { UserActs } from './user-acts.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserMails } from './user-mails.tsx';
import { loadUser } from './users.ts';

interface UserDrawerProps {
  readonly id: string;
  readonly me: Me;
  readonly onAway: () => void;
  /** Something was done: the list is another now. */
  readonly onChanged: () => Promise<void>;
}

/** One person: how their account stands, and what may be done about it. */
export function UserDrawer({ id, me, onAway, onChanged }: UserDrawerProps) {
  const load = useCallback(async () => await loadUser(id), [id]);
  const loaded = useLoaded(load, id);
  return (
    <Drawer title={t('User')} onAway={onAway}>
      <div class="space-y-6 px-5 py-5 sm:px-6">
        <ShowLoaded loaded={loaded} waiting={<Skeleton label={t('Loading')} lines={10} />}>
          {({ user }) => (
            <>
              <h3 class="text-xl font-semibold tracking-tight break-words">
                <Exact>{user.email}</Exact>
              </h3>
              <UserActs
                user={user}
                me={me}
                onChanged={async () => {
                  await Promise.all([loaded.reload(), onChanged()]);
                }}
              />
              <UserFacts user={user} />
              <UserMails mails={user.mails} />
              {me.permissions.includes('audit.read') && (
                <p class="flex flex-wrap gap-x-5 gap-y-2 text-[0.9375rem]">
                  <a class="link" href={`/admin/audit?actor=${user.id}`}>
                    {t('What they did')}
                  </a>
                  <a class="link" href={`/admin/audit?target=${user.id}`}>
                    {t('What was done to them')}
                  </a>
                </p>
              )}
            </>
          )}
        </ShowLoaded>
      </div>
    </Drawer>
  );
}

import { useCallback, useState } from 'preact/hooks';

import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { UserFilter } from './user-filter.tsx';
import { UserTable } from './user-table.tsx';
import { loadUsers, type Wish } from './users.ts';

const UserDrawer = later(async () => (await import('./user-drawer.tsx')).UserDrawer);

/** Everybody with an account; a row opens what is known of one, and what can be done. */
export function UsersPage({ me }: { readonly me: Me }) {
  const [wish, setWish] = useState<Wish>({});
  const [openId, setOpenId] = useState<string | null>(null);
  const load = useCallback(async (before: string | null) => await loadUsers(wish, before), [wish]);
  const pages = usePages(load);
  const users = pages.all.flatMap((page) => page.users);
  return (
    <>
      <UserFilter onWish={setWish} />
      <ShowLoaded loaded={pages.first} waiting={<Skeleton label={t('Loading')} lines={12} />}>
        {() =>
          users.length === 0 ? (
            <p role="status" class="py-6 text-muted">
              {t('Nobody fits. Leave something out of the search.')}
            </p>
          ) : (
            <>
              <UserTable users={users} onOpen={setOpenId} />
              <LoadMore pages={pages} count={users.length} />
            </>
          )
        }
      </ShowLoaded>
      {openId !== null && (
        <UserDrawer
          key={openId}
          id={openId}
          me={me}
          onAway={() => setOpenId(null)}
          onChanged={pages.first.reload}
        />
      )}
    </>
  );
}

import { useCallback, useState } from 'preact/hooks';

import type { Me } from '../../session.ts';
import { language, t } from '../../text.ts';
import { later } from '../../ui/later.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePages } from '../../ui/use-pages.ts';
import { UserFilter } from './user-filter.tsx';
import { UserTable } from './user-table.tsx';
import { loadUsers, sortOf, type Matching, type Sort, type Wish } from './users.ts';

const UserDrawer = later(async () => (await import('./user-drawer.tsx')).UserDrawer);

/** Everybody with an account; a row opens what is known of one, and what can be done. */
export function UsersPage({ me }: { readonly me: Me }) {
  const [wish, setWish] = useState<Wish>({});
  const [openId, setOpenId] = useState<string | null>(null);
  const load = useCallback(async (before: string | null) => await loadUsers(wish, before), [wish]);
  const pages = usePages(load);
  const users = pages.all.flatMap((page) => page.users);
  const onSort = (sort: Sort) => setWish({ ...wish, sort });
  return (
    <>
      <UserFilter sort={sortOf(wish)} onWish={setWish} />
      <ShowLoaded loaded={pages.first} waiting={<Skeleton label={t('Loading')} lines={12} />}>
        {() =>
          users.length === 0 ? (
            <p role="status" class="py-6 text-muted">
              {t('Nobody fits. Leave something out of the search.')}
            </p>
          ) : (
            <>
              <UserCount matching={pages.first.value?.matching ?? null} />
              <UserTable users={users} sorted={sortOf(wish)} onSort={onSort} onOpen={setOpenId} />
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

/** How many people fit; beyond the bound only that there are more. */
function UserCount({ matching }: { readonly matching: Matching | null }) {
  if (matching === null) {
    return null;
  }
  const number = new Intl.NumberFormat(language.value).format(matching.count);
  return (
    <p class="text-sm text-muted">
      {t('People who fit: {number}', { number: matching.is_more ? `${number}+` : number })}
    </p>
  );
}

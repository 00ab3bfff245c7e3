import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Exact } from '../../ui/exact.tsx';
import { Moment } from '../../ui/moment.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { extraRoles, statusText } from './user-words.ts';
import { SortHeader } from './sort-header.tsx';
import type { Sort, User } from './users.ts';

interface UserTableProps {
  readonly users: readonly User[];
  readonly sorted: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly onOpen: (id: string) => void;
}

const HEAD = 'py-2 pr-4 text-sm font-medium text-muted';
const CELL = 'py-2.5 pr-4 align-top';

/** One row each; on a phone the address alone, with what is out of the ordinary below it. */
export function UserTable({ users, sorted, onSort, onOpen }: UserTableProps) {
  const sorting = { sorted, onSort };
  return (
    <table class="w-full table-fixed border-t border-hairline text-left text-[0.9375rem]">
      <caption class="sr-only">{t('Users')}</caption>
      <thead>
        <tr class="border-b border-hairline">
          <SortHeader {...sorting} sort="email" label={t('E-mail address')} look="sm:w-[38%]" />
          <th scope="col" class={`${HEAD} max-sm:hidden`}>
            {t('Roles')}
          </th>
          <th scope="col" class={`${HEAD} max-sm:hidden`}>
            {t('Two-factor')}
          </th>
          <SortHeader
            {...sorting}
            sort="created_at"
            label={t('Created')}
            look="w-40 max-md:hidden"
          />
          <SortHeader {...sorting} sort="last_seen_at" label={t('Last seen')} look="w-28 sm:w-40" />
        </tr>
      </thead>
      <tbody class="divide-y divide-hairline">
        {users.map((user) => (
          <UserRow key={user.id} user={user} onOpen={() => onOpen(user.id)} />
        ))}
      </tbody>
    </table>
  );
}

interface UserRowProps {
  readonly user: User;
  readonly onOpen: () => void;
}

function UserRow({ user, onOpen }: UserRowProps) {
  const extra = extraRoles(user).join(', ');
  return (
    <tr class="border-b border-hairline hover:bg-sunken">
      <td class={CELL}>
        <button
          type="button"
          class="link min-h-6 max-w-full text-left break-words"
          onClick={onOpen}
        >
          <Exact>{user.email}</Exact>
        </button>
        <p class="flex flex-wrap gap-1.5 empty:hidden">
          {user.status !== 'active' && <Badge tone="caution">{statusText(user)}</Badge>}
          {user.email_verified_at === null && <Badge tone="plain">{t('Not confirmed')}</Badge>}
        </p>
        {extra && <p class="text-sm text-muted sm:hidden">{extra}</p>}
      </td>
      <td class={`${CELL} break-words max-sm:hidden`}>{extra || '–'}</td>
      <td class={`${CELL} max-sm:hidden`}>
        <StateMark tone={user.two_factor_enabled ? 'good' : 'none'}>
          {user.two_factor_enabled ? t('On') : t('Off')}
        </StateMark>
      </td>
      <td class={`${CELL} text-muted max-md:hidden`}>
        <Moment at={user.created_at} />
      </td>
      <td class={`${CELL} text-muted`}>
        {user.last_seen_at === null ? '–' : <Moment at={user.last_seen_at} />}
      </td>
    </tr>
  );
}

import { Admin } from '../../pages/admin.tsx';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';

/** For those alone whose role opens the page. */
const UsersPage = later(async () => (await import('./users-page.tsx')).UsersPage);

/** The page at `/admin/users`. */
export function Users() {
  return (
    <Admin
      title={t('Users')}
      lead={t('Everybody with an account, and what your role lets you do for them.')}
      permission="users.read"
    >
      {(me) => <UsersPage me={me} />}
    </Admin>
  );
}

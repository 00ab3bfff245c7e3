import { Operations } from '../../pages/operations.tsx';
import { t } from '../../text.ts';
import { later } from '../../ui/later.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** For those alone who look after the system. */
const Connections = later(
  async () => (await import('./connections.tsx')).Connections,
  () => <Skeleton label={t('Loading')} lines={9} />,
);

/** The page at `/connections`. */
export function ConnectionsPage() {
  return (
    <Operations
      title={t('Connections')}
      lead={t('The outside services: whether each is set up, answers, and is in use.')}
    >
      {(me) => <Connections permissions={me.permissions} />}
    </Operations>
  );
}

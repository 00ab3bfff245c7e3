import { Connections as Providers } from '../features/integrations/connections.tsx';
import { t } from '../text.ts';
import { Operations } from './operations.tsx';

/** The page at `/connections`. */
export function Connections() {
  return (
    <Operations
      path="/connections"
      title={t('Connections')}
      lead={t('The outside services: whether each is set up, answers, and is in use.')}
    >
      {({ me }) => <Providers permissions={me.permissions} />}
    </Operations>
  );
}

import { loadIntegrations } from '../../ledger.ts';
import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { useReturns } from '../../ui/connection.ts';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { ProviderCard } from './provider-card.tsx';
import { ScopeNote } from './scope-note.tsx';

interface ConnectionsProps {
  readonly permissions: Me['permissions'];
}

/** Every outside service, one card each. */
export function Connections({ permissions }: ConnectionsProps) {
  const returns = useReturns();
  const integrations = useLoaded(loadIntegrations, returns);
  return (
    <ShowLoaded loaded={integrations} waiting={<CardPlace />}>
      {({ integrations: all, scope }) => (
        <>
          <ScopeNote
            scope={scope}
            isOperator={permissions.includes('integrations.read')}
            onConfirmed={integrations.reload}
          />
          {all.map((integration) => (
            <ProviderCard
              key={integration.provider}
              integration={integration}
              mayCheck={permissions.includes('integrations.use')}
              turn={`${scope} ${String(returns)}`}
              onCalled={integrations.reload}
            />
          ))}
        </>
      )}
    </ShowLoaded>
  );
}

function CardPlace() {
  return (
    <div class="rounded-xl border border-hairline bg-surface p-5 sm:p-6">
      <Skeleton label={t('Loading')} lines={9} />
    </div>
  );
}

import { useCallback } from 'preact/hooks';

import { loadCalls, loadIntegrations } from '../../ledger.ts';
import type { Me } from '../../session.ts';
import { t } from '../../text.ts';
import { Card } from '../../ui/card.tsx';
import { useReturns } from '../../ui/connection.ts';
import { later } from '../../ui/later.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { ProofCard } from './proof-card.tsx';
import { SendTestCard } from './send-test-card.tsx';

const MESSENGER = 'twilio';

/** The foot of the page: its script comes while the answer is on its way. */
const LastSends = later(async () => (await import('./last-sends.tsx')).LastSends);

const loadSends = async () => await loadCalls(MESSENGER);

/** Sends a test message, shows that messages go out, and lists the last ones. */
export function Alerts({ user }: Pick<Me, 'user'>) {
  const returns = useReturns();
  const integrations = useLoaded(loadIntegrations, returns);
  const sends = useLoaded(loadSends, returns);
  const { reload: reloadIntegrations } = integrations;
  const { reload: reloadSends } = sends;
  const look = useCallback(async () => {
    await Promise.all([reloadIntegrations(), reloadSends()]);
  }, [reloadIntegrations, reloadSends]);
  // The list is drawn after the cards above it, so that it is not pushed down by them.
  const settled = integrations.value !== null || integrations.problem !== null;
  return (
    <>
      <ShowLoaded loaded={integrations} waiting={<CardPlace />}>
        {({ integrations: all }) => {
          const messenger = all.find(({ provider }) => provider === MESSENGER) ?? null;
          return (
            <>
              <SendTestCard user={user} messenger={messenger} onChanged={look} />
              {messenger && <ProofCard messenger={messenger} />}
            </>
          );
        }}
      </ShowLoaded>
      {settled && <LastSends loaded={sends} />}
    </>
  );
}

function CardPlace() {
  return (
    <Card title={t('Send a test message')}>
      <Skeleton label={t('Loading')} lines={10} />
    </Card>
  );
}

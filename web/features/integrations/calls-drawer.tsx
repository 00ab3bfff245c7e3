import { useCallback, useState } from 'preact/hooks';

import { loadCalls, type CallPage, type Integration } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { ShowLoaded } from '../../ui/show-loaded.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useLoaded } from '../../ui/use-loaded.ts';
import { CallList } from './call-list.tsx';

interface CallsDrawerProps {
  readonly integration: Pick<Integration, 'provider' | 'label'>;
  readonly onAway: () => void;
}

/** The calls to one provider, fifty at a time. */
export function CallsDrawer({ integration: { provider, label }, onAway }: CallsDrawerProps) {
  const load = useCallback(async () => await loadCalls(provider), [provider]);
  const newest = useLoaded(load, provider);
  return (
    <Drawer title={t('Calls to {label}', { label })} onAway={onAway}>
      <div class={newest.value ? '' : 'px-5 py-5 sm:px-6'}>
        <ShowLoaded
          loaded={newest}
          waiting={<Skeleton label={t('Loading the calls')} lines={12} />}
        >
          {(page) =>
            page.events.length === 0 ? (
              <p class="px-5 py-8 text-muted sm:px-6">
                {t('Nothing was asked of {label} yet.', { label })}
              </p>
            ) : (
              <Pages provider={provider} newest={page} />
            )
          }
        </ShowLoaded>
      </div>
    </Drawer>
  );
}

interface PagesProps {
  readonly provider: string;
  readonly newest: CallPage;
}

function Pages({ provider, newest }: PagesProps) {
  const act = useAct();
  const [older, setOlder] = useState<readonly CallPage[]>([]);
  const pages = [newest, ...older];
  const calls = pages.flatMap(({ events }) => events);
  const before = pages.at(-1)?.next_before ?? null;
  async function goOn() {
    const reply = await act.run(async () => await loadCalls(provider, before));
    if (reply?.ok) {
      setOlder([...older, reply.value]);
    }
  }
  return (
    <>
      <CallList calls={calls} />
      <div class="space-y-4 px-5 py-5 sm:px-6">
        <ProblemNote problem={act.problem} />
        <p role="status" class="text-sm text-muted">
          {before === null
            ? t('All {count} calls are shown.', { count: calls.length })
            : t('The newest {count} calls are shown.', { count: calls.length })}
        </p>
        {before !== null && (
          <Button kind="secondary" busy={act.busy} disabled={act.held} onClick={() => void goOn()}>
            {t('Show older calls')}
          </Button>
        )}
      </div>
    </>
  );
}

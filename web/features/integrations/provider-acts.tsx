import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';

import type { Integration } from '../../ledger.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useAct } from '../../ui/use-act.ts';
import { checkProvider } from './check-provider.ts';

interface ProviderActsProps {
  readonly integration: Integration;
  readonly mayCheck: boolean;
  readonly onCalled: () => Promise<void>;
}

/** Asks the provider now, and shows what was asked of it. */
export function ProviderActs({ integration, mayCheck, onCalled }: ProviderActsProps) {
  const { provider, label, configured } = integration;
  const act = useAct();
  const [answered, setAnswered] = useState('');
  async function check() {
    setAnswered('');
    const reply = await act.run(async () => {
      const result = await checkProvider(provider);
      await onCalled();
      return result;
    });
    if (reply?.ok) {
      const time = durationText(reply.value.latency_ms);
      setAnswered(t('{label} answered in {time}.', { label, time }));
    }
  }
  return (
    <div class="space-y-4">
      <ProblemNote problem={act.problem} />
      <p role="status" class="empty:hidden">
        {answered && <StateMark tone="good">{answered}</StateMark>}
      </p>
      <div class="flex flex-wrap items-center gap-3">
        {configured && mayCheck && (
          <Button
            kind="secondary"
            busy={act.busy}
            disabled={act.held}
            aria-label={t('Check now: {label}', { label })}
            onClick={() => void check()}
          >
            {t('Check now')}
          </Button>
        )}
        <ShowCalls integration={integration} />
      </div>
    </div>
  );
}

type DrawerType = ComponentType<{
  readonly integration: Integration;
  readonly onAway: () => void;
}>;

function ShowCalls({ integration }: { readonly integration: Integration }) {
  const [drawer, setDrawer] = useState<{ readonly Drawer: DrawerType } | null>(null);
  const [lost, setLost] = useState(false);
  async function open() {
    try {
      const { CallsDrawer } = await import('./calls-drawer.tsx');
      setDrawer({ Drawer: CallsDrawer });
      setLost(false);
    } catch {
      setLost(true); // the network is away, or there is a new version
    }
  }
  const { label } = integration;
  return (
    <>
      <Button
        kind="secondary"
        aria-haspopup="dialog"
        aria-label={t('Show calls: {label}', { label })}
        onClick={() => void open()}
      >
        {t('Show calls')}
      </Button>
      <span role="alert" class="text-[0.9375rem] text-danger empty:hidden">
        {lost && t('This did not load. Check your connection or reload the page.')}
      </span>
      {drawer && <drawer.Drawer integration={integration} onAway={() => setDrawer(null)} />}
    </>
  );
}

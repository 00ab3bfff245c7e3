import { useEffect, useState } from 'preact/hooks';

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import type { sendTestSms } from '../../../src/features/sms-alerts/contract.ts';
import { providerFix } from '../../problem-words.ts';
import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { TraceId } from '../../ui/trace-id.tsx';
import { isLastWord, type Stage } from './delivery-watch.ts';
import { useDelivery } from './use-delivery.ts';

export type Sent = ViewOf<typeof sendTestSms> & { readonly to: string };

interface DeliveryReportProps {
  readonly sent: Sent;
  /** What to do about an error code, as far as the server has said. */
  readonly fixFor: (errorCode: string) => string | null;
  /** The end of the message is known: the figures and the list are others now. */
  readonly onEnd: () => Promise<void>;
}

/** What becomes of a message that was sent, as the reports come in. */
export function DeliveryReport({ sent, fixFor, onEnd }: DeliveryReportProps) {
  const [turn, setTurn] = useState(0);
  const { stage, call } = useDelivery(sent.event_id, turn);
  const ended = isLastWord(stage) || stage === 'unreported';
  useEffect(() => {
    if (ended) {
      void onEnd();
    }
  }, [ended, onEnd]);
  return (
    <div class="space-y-3">
      <div role="status" class="space-y-1">
        <StateMark tone={toneOf(stage)}>{stageText(stage)}</StateMark>
        <Advice stage={stage} code={call?.error_code ?? null} fixFor={fixFor} />
      </div>
      {stage === 'unreported' && (
        <Button kind="secondary" onClick={() => setTurn(turn + 1)}>
          {t('Look again')}
        </Button>
      )}
      <p class="text-sm break-words text-muted">
        {t('To')}{' '}
        <span translate={false} class="font-mono text-ink">
          {sent.to}
        </span>{' '}
        · {t('message')}{' '}
        <span translate={false} class="font-mono break-all">
          {sent.message_id}
        </span>
      </p>
      <div class="min-h-8">{call && <TraceId id={call.trace_id} />}</div>
    </div>
  );
}

interface AdviceProps extends Pick<DeliveryReportProps, 'fixFor'> {
  readonly stage: Stage;
  readonly code: string | null;
}

/** What to do when a message did not arrive or nothing is known of it. */
function Advice({ stage, code, fixFor }: AdviceProps) {
  if (stage === 'unreported') {
    return (
      <p class="text-[0.9375rem] text-muted">
        {t('No report came in half a minute. It may still arrive.')}
      </p>
    );
  }
  if (stage !== 'lost' || code === null) {
    return null;
  }
  const fix = fixFor(code);
  return (
    <p class="text-[0.9375rem]">
      <code translate={false} class="mr-2 font-mono text-[0.8125rem]">
        {code}
      </code>
      {fix === null ? t('Check the number and try again.') : providerFix(code, fix)}
    </p>
  );
}

function toneOf(stage: Stage): 'good' | 'bad' | 'none' {
  if (stage === 'delivered') {
    return 'good';
  }
  return stage === 'lost' ? 'bad' : 'none';
}

function stageText(stage: Stage): string {
  const texts: Readonly<Record<Stage, string>> = {
    taken: t('Taken by the provider. Waiting for its report…'),
    sent: t('Sent to the carrier. Waiting for its report…'),
    delivered: t('Delivered.'),
    lost: t('Not delivered.'),
    unreported: t('Taken by the provider; its delivery is not reported.'),
  };
  return texts[stage];
}

import { useState } from 'preact/hooks';

import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Exact } from '../../ui/exact.tsx';
import { Facts } from '../../ui/facts.tsx';
import { later } from '../../ui/later.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Sent } from './code-step.tsx';

const loadCodeStep = async () => (await import('./code-step.tsx')).CodeStep;
const CodeStep = later(loadCodeStep);
const NumberStep = later(async () => {
  // A code that is on its way has to find its field.
  await loadCodeStep();
  return (await import('./number-step.tsx')).NumberStep;
});
const RemoveDialog = later(async () => (await import('./remove-dialog.tsx')).RemoveDialog);

interface PhoneCardProps {
  readonly phone: string | null;
  readonly verifiedAt: string | null;
}

type Step =
  | { readonly name: 'rest' | 'number' | 'removing' }
  | { readonly name: 'code'; readonly sent: Sent };

const rest: Step = Object.freeze({ name: 'rest' });

/** The number that alerts go to: set, proved by a code, changed and removed. */
export function PhoneCard({ phone, verifiedAt }: PhoneCardProps) {
  const [step, setStep] = useState<Step>(rest);
  const [done, setDone] = useState('');
  function go(next: Step, sentence = '') {
    setStep(next);
    setDone(sentence);
  }
  const asking = step.name === 'number' || step.name === 'code';
  const atRest = phone ? (
    <Kept phone={phone} verifiedAt={verifiedAt} />
  ) : (
    <None onAdd={() => go({ name: 'number' })} />
  );
  return (
    <>
      <Notice focus>{done}</Notice>
      <Card
        title={t('Phone number')}
        badge={phone && <Badge tone="good">{t('Verified')}</Badge>}
        footer={phone && !asking && <Acts onGo={go} />}
      >
        {asking ? <Asking step={step} phone={phone} onGo={go} /> : atRest}
      </Card>
      {step.name === 'removing' && (
        <RemoveDialog
          onAway={() => go(rest)}
          onRemoved={() => go(rest, t('Your phone number is removed.'))}
        />
      )}
    </>
  );
}

type Go = (next: Step, sentence?: string) => void;

function Acts({ onGo }: { readonly onGo: Go }) {
  return (
    <>
      <Button kind="secondary" onClick={() => onGo({ name: 'number' })}>
        {t('Change number')}
      </Button>
      <Button kind="secondary" onClick={() => onGo({ name: 'removing' })}>
        {t('Remove')}
      </Button>
    </>
  );
}

interface AskingProps {
  readonly step: Step;
  readonly phone: string | null;
  readonly onGo: Go;
}

/** First the number, then the code that went to it. */
function Asking({ step, phone, onGo }: AskingProps) {
  return step.name === 'code' ? (
    <CodeStep
      sent={step.sent}
      onAgain={(sent) => onGo({ name: 'code', sent })}
      onOther={() => onGo({ name: 'number' })}
      onVerified={() => onGo(rest, t('Your phone number is verified.'))}
    />
  ) : (
    <NumberStep
      current={phone}
      onAway={() => onGo(rest)}
      onSent={(sent) => onGo({ name: 'code', sent })}
    />
  );
}

interface KeptProps {
  readonly phone: string;
  readonly verifiedAt: string | null;
}

function Kept({ phone, verifiedAt }: KeptProps) {
  return (
    <Facts
      facts={[
        [
          t('Number'),
          <Exact key="number" look="tabular-nums">
            {phone}
          </Exact>,
        ],
        [t('Verified'), verifiedAt ? <Moment key="at" at={verifiedAt} /> : t('Not yet')],
      ]}
    />
  );
}

function None({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <>
      <p class="text-muted">
        {t(
          'Alerts and test messages go to this number. It is not used for signing in, and nobody else sees it.',
        )}
      </p>
      <Button onClick={onAdd}>{t('Add a number')}</Button>
    </>
  );
}

import { useState } from 'preact/hooks';

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { setupTotp, type twoFactorStatus } from '../../../src/features/totp/contract.ts';
import { brand } from '../../brand.ts';
import { ensureFresh, freshCall, type Freshness } from '../../fresh-call.ts';
import { t } from '../../text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { later } from '../../ui/later.tsx';
import { Moment } from '../../ui/moment.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useAct } from '../../ui/use-act.ts';
import type { Setup } from './enrolment.tsx';

type Status = ViewOf<typeof twoFactorStatus>;

const Enrolment = later(async () => (await import('./enrolment.tsx')).Enrolment);
const DisableDialog = later(async () => (await import('./disable-dialog.tsx')).DisableDialog);

interface TwoFactorCardProps {
  readonly status: Status;
  /** The state on the server may be another now; the sentence says what happened here. */
  readonly onChanged: (sentence: string) => Promise<void>;
}

interface EnrollingProps extends TwoFactorCardProps {
  /** True while a key or codes are shown that exist nowhere else. */
  readonly onEnrolling: (enrolling: boolean) => void;
}

/** Turns two-factor authentication on and off. */
export function TwoFactorCard({ status, onChanged, onEnrolling }: EnrollingProps) {
  const [setup, setSetup] = useState<Setup | null>(null);
  function show(next: Setup | null) {
    setSetup(next);
    onEnrolling(next !== null);
  }
  if (setup) {
    return (
      <Card title={t('Two-factor authentication')}>
        <Enrolment
          key={setup.secret}
          setup={setup}
          onRestarted={show}
          onEnd={(sentence) => {
            show(null);
            void onChanged(sentence);
          }}
        />
      </Card>
    );
  }
  return status.enabled ? (
    <TurnedOn status={status} onChanged={onChanged} />
  ) : (
    <TurnedOff pending={status.pending} onSetup={show} onChanged={onChanged} />
  );
}

interface TurnedOffProps {
  readonly pending: boolean;
  readonly onSetup: (setup: Setup) => void;
  readonly onChanged: (sentence: string) => Promise<void>;
}

function TurnedOff({ pending, onSetup, onChanged }: TurnedOffProps) {
  const act = useAct();
  async function turnOn() {
    const reply = await act.run(async () => await freshCall(setupTotp, {}));
    if (reply?.ok) {
      onSetup(reply.value);
    } else if (reply?.problem.error_code === 'TWO_FACTOR_ALREADY_ENABLED') {
      await onChanged(t('Two-factor authentication is on already.'));
    }
  }
  return (
    <Card title={t('Two-factor authentication')} badge={<Badge tone="caution">{t('Off')}</Badge>}>
      <p class="text-muted">
        {t(
          'After your password, {brand} asks for a six-digit code from an app on your phone. A stolen password alone is then not enough to sign in.',
          { brand },
        )}
      </p>
      {pending && (
        <p>{t('You began this before and did not finish. Turning it on now makes a new key.')}</p>
      )}
      <ProblemNote problem={act.problem} />
      <Button busy={act.busy} disabled={act.held} onClick={() => void turnOn()}>
        {t('Turn on')}
      </Button>
    </Card>
  );
}

function TurnedOn({ status, onChanged }: TwoFactorCardProps) {
  const [asking, setAsking] = useState<Freshness | null>(null);
  async function ask() {
    const freshness = await ensureFresh();
    setAsking(freshness === 'declined' ? null : freshness);
  }
  return (
    <Card
      title={t('Two-factor authentication')}
      badge={<Badge tone="good">{t('On')}</Badge>}
      footer={
        <Button kind="secondary" onClick={() => void ask()}>
          {t('Turn off')}
        </Button>
      }
    >
      <p class="text-muted">
        {t('Signing in takes your password and a code from your authenticator.')}
      </p>
      <Facts
        facts={[
          [t('Method'), t('Authenticator app')],
          [
            t('Added'),
            status.enrolled_at ? <Moment key="at" at={status.enrolled_at} /> : t('Not known'),
          ],
          [
            t('Last used'),
            status.last_used_at ? <Moment key="at" at={status.last_used_at} /> : t('Not yet'),
          ],
        ]}
      />
      {asking && (
        <DisableDialog
          codeJustUsed={asking === 'confirmed'}
          onAway={() => setAsking(null)}
          onChanged={onChanged}
        />
      )}
    </Card>
  );
}

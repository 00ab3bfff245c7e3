import { useState } from 'preact/hooks';

import type { ViewOf } from '../../../src/core/endpoint/endpoint.ts';
import { setupTotp } from '../../../src/features/totp/contract.ts';
import { freshCall } from '../../fresh-call.ts';
import { SaveBackupCodes } from '../../save-backup-codes.tsx';
import { loadSession } from '../../session.ts';
import { t } from '../../text.ts';
import { StepHeading } from '../../ui/step-heading.tsx';
import { Steps } from '../../ui/steps.tsx';
import { ConfirmStep } from './confirm-step.tsx';
import { ScanStep } from './scan-step.tsx';

export type Setup = ViewOf<typeof setupTotp>;

interface EnrolmentProps {
  readonly setup: Setup;
  /** A new key in place of one that ran out. */
  readonly onRestarted: (setup: Setup) => void;
  /** Done or given up; the sentence says which. */
  readonly onEnd: (sentence: string) => void;
}

type Step = 'scan' | 'confirm' | 'codes';

const order: readonly Step[] = ['scan', 'confirm', 'codes'];

/** From a new key to ten saved backup codes, in three steps. The key and the codes live here only. */
export function Enrolment({ setup, onRestarted, onEnd }: EnrolmentProps) {
  const [step, setStep] = useState<Step>('scan');
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <div class="space-y-5 pt-2">
      <Steps names={[t('Scan'), t('Confirm'), t('Save')]} current={order.indexOf(step)} />
      {step === 'scan' && (
        <ScanStep
          setup={setup}
          onNext={() => setStep('confirm')}
          onCancel={() => onEnd(t('Two-factor authentication stays off.'))}
        />
      )}
      {step === 'confirm' && (
        <ConfirmStep
          onBack={() => setStep('scan')}
          onEnd={() => onEnd(t('Two-factor authentication is on already.'))}
          onRestart={async () => {
            const reply = await freshCall(setupTotp, {});
            if (reply.ok) {
              onRestarted(reply.value);
            }
            return reply;
          }}
          onConfirmed={(shownOnce) => {
            setCodes(shownOnce);
            setStep('codes');
            void loadSession();
          }}
        />
      )}
      {step === 'codes' && (
        <CodesStep codes={codes} onDone={() => onEnd(t('Two-factor authentication is on.'))} />
      )}
    </div>
  );
}

interface CodesStepProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

function CodesStep({ codes, onDone }: CodesStepProps) {
  return (
    <div class="space-y-4">
      <div class="space-y-1">
        <StepHeading>{t('Save your backup codes')}</StepHeading>
        <p class="text-muted">
          {t(
            'Two-factor authentication is on. If you lose your phone, each of these codes works once in place of a code from the app. They are shown only now.',
          )}
        </p>
      </div>
      <SaveBackupCodes codes={codes} onDone={onDone} />
    </div>
  );
}

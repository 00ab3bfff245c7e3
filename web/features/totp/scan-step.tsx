import { t } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { StepHeading } from '../../ui/step-heading.tsx';
import type { Setup } from './enrolment.tsx';

interface ScanStepProps {
  readonly setup: Setup;
  readonly onNext: () => void;
  readonly onCancel: () => void;
}

/** The key, as a picture for the phone's camera and as letters for everybody else. */
export function ScanStep({ setup, onNext, onCancel }: ScanStepProps) {
  return (
    <div class="space-y-5">
      <div class="space-y-1">
        <StepHeading>{t('Scan this with your authenticator app')}</StepHeading>
        <p class="text-muted">{t('Any app that makes six-digit codes will do.')}</p>
      </div>
      <div class="flex flex-col gap-6 sm:flex-row sm:items-start">
        <img
          class="size-48 shrink-0 self-center rounded-lg border border-hairline bg-white sm:self-start"
          src={`data:image/svg+xml,${encodeURIComponent(setup.qr_svg)}`}
          alt={t('QR code that holds the key')}
          width={192}
          height={192}
        />
        <div class="min-w-0 space-y-3 text-[0.9375rem]">
          <p>{t('Cannot scan it? Enter this key in the app by hand:')}</p>
          <p class="rounded-lg border border-hairline bg-sunken px-3 py-2.5">
            <code
              data-manual-key
              translate={false}
              class="font-mono leading-7 tracking-wide break-words select-all"
            >
              {setup.secret.match(/.{1,4}/g)?.join(' ')}
            </code>
          </p>
          <p class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <CopyButton text={setup.secret} label={t('Copy the key')}>
              {t('Copy key')}
            </CopyButton>
            <a class="link text-sm" href={setup.otpauth_url}>
              {t('Open in an app on this device')}
            </a>
          </p>
        </div>
      </div>
      <div class="flex flex-wrap gap-3">
        <Button onClick={onNext}>{t('Next')}</Button>
        <Button kind="secondary" onClick={onCancel}>
          {t('Cancel')}
        </Button>
      </div>
    </div>
  );
}

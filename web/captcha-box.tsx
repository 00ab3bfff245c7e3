import type { Captcha, CaptchaAction } from './captcha.ts';
import { t } from './text.ts';
import { useTurnstile } from './use-turnstile.ts';

interface CaptchaBoxProps {
  readonly action: CaptchaAction;
  readonly settings: NonNullable<Captcha['settings']>;
  readonly round: number;
  readonly error: string | undefined;
  readonly onToken: (token: string) => void;
}

/** The widget of the provider, drawn into a box that is ours. */
export function CaptchaBox({ action, settings, round, error, onToken }: CaptchaBoxProps) {
  const { box, isAway, retry } = useTurnstile({ action, settings, round, onToken });
  return (
    <div role="group" aria-label={t('Check that you are a person')} class="space-y-1.5">
      <div ref={box} hidden={isAway} class="min-h-[65px] max-[21.25rem]:min-h-[140px]" />
      <p role="alert" class="text-sm text-danger empty:hidden">
        {isAway
          ? t(
              'The check that you are a person did not load. Something in your browser or network may hold it back.',
            )
          : error}
      </p>
      {isAway && (
        <button type="button" class="link min-h-6 text-sm" onClick={retry}>
          {t('Try again')}
        </button>
      )}
    </div>
  );
}

import type { Captcha } from './captcha.ts';
import { later } from './ui/later.tsx';

const CaptchaBox = later(async () => (await import('./captcha-box.tsx')).CaptchaBox);

interface CaptchaFieldProps {
  readonly captcha: Captcha;
  readonly error: string | undefined;
}

/** The check in a form; nothing where none is set up or none is asked for. */
export function CaptchaField({ captcha, error }: CaptchaFieldProps) {
  return (
    captcha.settings && (
      <div class="min-h-[65px] max-[21.25rem]:min-h-[140px]">
        <CaptchaBox
          action={captcha.action}
          settings={captcha.settings}
          round={captcha.round}
          error={error}
          onToken={captcha.onToken}
        />
      </div>
    )
  );
}

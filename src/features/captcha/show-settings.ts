import { captchaWidget } from '../../core/captcha/widget.ts';
import { captchaLimits } from '../../core/captcha/limits.ts';
import type { Deps } from '../../deps.ts';
import { ok } from '../../platform/result.ts';

/** What the pages need to put the captcha up; null where there is none. */
export function showSettings({ integrations }: Pick<Deps, 'integrations'>) {
  const widget = captchaWidget(integrations);
  return ok({
    captcha: widget && {
      provider: 'turnstile' as const,
      site_key: widget.siteKey,
      script_url: widget.scriptUrl,
      after_failures: captchaLimits.afterFailures,
    },
  });
}

import type { ClientInfo } from '../../core/audit/audit.ts';
import type { Limiter } from '../../core/limits/limiter.ts';
import type { Place } from '../../core/limits/settle.ts';
import { captchaLimits } from '../../core/captcha/limits.ts';
import { ok, type Result } from '../../platform/result.ts';
import { requireCaptcha, type CaptchaAction } from '../../core/captcha/require-captcha.ts';

interface Attempt {
  readonly action: CaptchaAction;
  readonly token: string | undefined;
  /** Where this attempt will be reserved. */
  readonly place: Place;
}

type AfterDeps = Parameters<typeof requireCaptcha>[0] & { readonly limiter: Pick<Limiter, 'peek'> };

/**
 * From the third failure in a row on, a person has to show that they are one, before the attempt has a
 * place: an attempt without a solved captcha takes none from the owner. Without Turnstile nothing is asked and
 * nothing looked at; without its answer the limits hold alone. True when a captcha was asked for.
 */
export async function captchaAfterFailures(
  deps: AfterDeps,
  client: ClientInfo,
  { action, token, place }: Attempt,
): Promise<Result<boolean>> {
  if (!deps.integrations.turnstile.configured) {
    return ok(false);
  }
  const standing = await deps.limiter.peek(place.lockout, place.counter);
  if (!standing.ok || standing.failures < captchaLimits.afterFailures) {
    return standing.ok ? ok(false) : standing;
  }
  const shown = await requireCaptcha(deps, client, { action, token, whenUnreachable: 'allow' });
  return shown.ok ? ok(true) : shown;
}

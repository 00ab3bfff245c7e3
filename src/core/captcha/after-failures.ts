import type { Caller } from '../audit/audit.ts';
import type { Limiter } from '../limits/limiter.ts';
import { givingBack, type Place } from '../limits/settle.ts';
import { captchaPolicy } from '../policy/policies.ts';
import { ok, type Result } from '../../platform/result.ts';
import { requireCaptcha, type CaptchaAction } from './require-captcha.ts';

interface Attempt {
  readonly action: CaptchaAction;
  readonly token: string | undefined;
  /** In a row, before this attempt. */
  readonly failures: number;
  /** Where this attempt was reserved. */
  readonly place: Place;
}

type AfterDeps = Parameters<typeof requireCaptcha>[0] & { readonly limiter: Limiter };

/**
 * From the third failure in a row on, a person has to show that they are one. An attempt that did not
 * was never compared, so its place is free again. Without Turnstile's answer the limits hold alone.
 */
export async function captchaAfterFailures(
  deps: AfterDeps,
  caller: Caller,
  { action, token, failures, place }: Attempt,
): Promise<Result<null>> {
  if (failures < captchaPolicy.afterFailures) {
    return ok(null);
  }
  const shown = await givingBack(
    deps.limiter,
    place,
    async () => await requireCaptcha(deps, caller, { action, token, whenUnreachable: 'allow' }),
  );
  if (!shown.ok) {
    await deps.limiter.release(place.ladder, place.subject);
  }
  return shown;
}

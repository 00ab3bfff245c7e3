import type { ClientInfo } from '../audit/audit.ts';
import type { ConfiguredProvider } from '../integrations/configure.ts';
import { metered, notConfigured, type MeterDeps } from '../integrations/metered.ts';
import {
  hasTestSecret,
  turnstile,
  verifyToken,
  type Verdict,
} from '../integrations/providers/turnstile.ts';
import { configErrors } from '../vault/errors.ts';
import { fail, ok, type Failure, type Result } from '../../platform/result.ts';
import { captchaErrors } from './errors.ts';

/** What the widget was put up for; a token solved for one of them is none for another. */
export type CaptchaAction = 'register' | 'login' | 'second_factor';

interface CaptchaDemand {
  readonly action: CaptchaAction;
  readonly token: string | undefined;
  /** What becomes of the attempt while Turnstile cannot be asked; limits hold either way. */
  readonly whenUnreachable: 'refuse' | 'allow';
}

type CaptchaDeps = MeterDeps & { readonly config: { readonly PUBLIC_URL?: string | undefined } };

type Turnstile = Extract<ConfiguredProvider, { configured: true }>;

/**
 * Lets a person pass: somebody whose token Turnstile has seen solved on our own page, for this very
 * action, and not before. Without Turnstile everybody passes, without I/O. Every question to Turnstile
 * is a row of the ledger, and spends the token. Refuses with CAPTCHA_REQUIRED; with PROVIDER_FAILED,
 * PROVIDER_TIMEOUT or PROVIDER_NOT_CONFIGURED when it fails closed; with CONFIG_INCOMPLETE when nobody
 * said which host is ours.
 */
export async function requireCaptcha(
  deps: CaptchaDeps,
  client: ClientInfo,
  { action, token, whenUnreachable }: CaptchaDemand,
): Promise<Result<null>> {
  const configured = deps.integrations.turnstile;
  if (!configured.configured) {
    return configured.chosen && whenUnreachable === 'refuse'
      ? notConfigured(configured.missing)
      : ok(null);
  }
  const ownUrl = deps.config.PUBLIC_URL;
  if (ownUrl === undefined) {
    const fields = [{ path: 'PUBLIC_URL', message: 'This variable is absent or malformed.' }];
    return fail(configErrors.CONFIG_INCOMPLETE, 'captcha_without_host', { fields });
  }
  if (!token) {
    return fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_absent');
  }
  const asked = await metered(deps, {
    provider: turnstile,
    operation: verifyToken,
    kind: 'use',
    client,
    userId: null,
    input: () => ({ token, remoteIp: wholeAddress(client.ip) }),
  });
  if (!asked.ok) {
    return withoutVerdict(asked, whenUnreachable);
  }
  return judge(asked.value.value, {
    action,
    hostname: new URL(ownUrl).hostname,
    isDummy: isRehearsal(configured, ownUrl),
  });
}

/** A /64 is a network, and `unknown` is nobody: neither is what Turnstile saw. */
function wholeAddress(ip: string): string | null {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(ip) ? ip : null;
}

/** A request that Turnstile would not read was refused for what is in it, which the client chose: never let through. */
function withoutVerdict(failure: Failure, whenUnreachable: 'refuse' | 'allow'): Result<null> {
  if (failure.reason === 'provider_request_refused') {
    return fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_malformed');
  }
  return whenUnreachable === 'allow' ? ok(null) : failure;
}

interface Expected {
  readonly action: CaptchaAction;
  readonly hostname: string;
  /** What answers say of action and host is made up. */
  readonly isDummy: boolean;
}

function judge(verdict: Verdict, { action, hostname, isDummy }: Expected): Result<null> {
  if (verdict.spent) {
    return fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_spent', {
      wording: {
        variant: 'captcha_spent',
        suggestedFix: 'That check was used before or is too old. Solve it again and try again.',
      },
    });
  }
  if (!verdict.passed) {
    return fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_refused');
  }
  if (!isDummy && verdict.action !== action) {
    return fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_other_action');
  }
  return isDummy || verdict.hostname === hostname
    ? ok(null)
    : fail(captchaErrors.CAPTCHA_REQUIRED, 'captcha_other_host');
}

/** With Cloudflare's public test secrets, and only on this machine or against a simulator: they let anybody pass. */
function isRehearsal({ settings, mode }: Turnstile, ownUrl: string): boolean {
  const isHere = ['localhost', '127.0.0.1'].includes(new URL(ownUrl).hostname);
  return hasTestSecret(settings) && (mode === 'simulator' || isHere);
}

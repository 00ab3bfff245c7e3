import type { Integrations } from '../integrations/configure.ts';
import { siteKey } from '../integrations/providers/turnstile.ts';

/** What a page needs to put the widget up. */
export interface CaptchaWidget {
  readonly siteKey: string;
  readonly scriptUrl: string;
  readonly origin: string;
  /** A stand-in's script has no frame that calls home in its place. */
  readonly connects: boolean;
}

/** The widget of this deployment, or null when it has none. */
export function captchaWidget({ turnstile: configured }: Integrations): CaptchaWidget | null {
  if (!configured.configured) {
    return null;
  }
  const { origin } = new URL(configured.baseUrl);
  return {
    siteKey: siteKey(configured.settings),
    // Put up by our own script, where and when it wants ("Explicitly render the widget").
    scriptUrl: `${configured.baseUrl}/turnstile/v0/api.js?render=explicit`,
    origin,
    connects: configured.mode === 'simulator',
  };
}

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import type { Captcha, CaptchaAction } from './captcha.ts';
import { language } from './text.ts';
import { theme } from './theme.ts';
import { loadTurnstile, type Turnstile } from './turnstile.ts';

interface WidgetProps {
  readonly action: CaptchaAction;
  readonly settings: NonNullable<Captcha['settings']>;
  /** Begins anew whenever this changes. */
  readonly round: number;
  readonly onToken: (token: string) => void;
}

/** Draws the widget into `box`; `isAway` when it did not come or broke, and `retry` draws another. */
export function useTurnstile({ action, settings, round, onToken }: WidgetProps) {
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<{ readonly api: Turnstile; readonly id: string } | null>(null);
  const [isAway, setAway] = useState(false);
  const [tries, setTries] = useState(0);
  const { script_url: url, site_key: sitekey } = settings;
  useEffect(() => {
    let isCurrent = true;
    async function show() {
      const api = await loadTurnstile(url);
      if (isCurrent && box.current) {
        const fail = () => setAway(true);
        const options = { sitekey, action, ...looks(box.current), ...callbacks(onToken, fail) };
        shown.current = api && { api, id: api.render(box.current, options) };
        setAway(!api);
      }
    }
    void show();
    return () => {
      isCurrent = false;
      shown.current?.api.remove(shown.current.id);
      shown.current = null;
    };
  }, [url, sitekey, action, onToken, tries]);
  useEffect(() => {
    if (round > 0) {
      shown.current?.api.reset(shown.current.id);
    }
  }, [round]);
  const retry = useCallback(() => {
    setAway(false);
    setTries((before) => before + 1);
  }, []);
  return { box, isAway, retry };
}

/** Its wide form needs this many pixels. */
const WIDE_PIXELS = 300;

const looks = (box: HTMLElement) =>
  ({
    theme: theme.peek() ?? 'auto',
    language: language.peek(),
    size: box.offsetWidth < WIDE_PIXELS ? 'compact' : 'flexible',
  }) as const;

const callbacks = (onToken: (token: string) => void, onFailure: () => void) => ({
  callback: onToken,
  'expired-callback': () => onToken(''),
  'error-callback': () => {
    onToken('');
    onFailure();
    return true; // said on the page, so not in the console
  },
});
